"""Who is not covered, written a second time: plain loops over whole tables, read as raw SQL.

From the text of the promise, not from the product: nothing here asks the watchdog, and it knows
nothing of findings. It begins at the cases and the signals and subtracts what is covered: for
everything open there is somebody who works here, is here and may open it, or a team of which
somebody may; and a day that is not past.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.watchdog.books import Books, as_day, as_id, as_moment
from tests.watchdog.oracle_of_signals import of_signals

CONTACT = {1: 90, 2: 42, 3: 14, 4: 7}
STAGNATION = {1: 120, 2: 60, 3: 21, 4: 10}
OFTEN = 3
SPOKEN = {"phone-call", "home-visit", "office-visit", "message"}
HEARD = {"reached", "agreed", "refused"}
NOBODY_KNOWS = {"no-reaction", "no-contact"}


def uncovered(municipality, now, today):
    """Give (kind, id) of all that is without a responsible person, a queue or a date to come."""
    books = Books(municipality, today)
    found = of_signals(books, now)
    for case in books.cases:
        if case["state"] == "closed":
            found |= _watched(books, case, now)
            continue
        mine = [track for track in books.tracks if track["case_id"] == case["id"]]
        needed = [track for track in mine if track["state"] == "needed"]
        if not needed:
            found.add(("nothing-runs", as_id(case["id"])))
        director = books.holder(case, "director")
        if director is not None:
            found |= _held(books, case, director, None, ("director", as_id(case["id"])))
        for track in needed:
            found |= _of_track(books, case, track)
        found |= _promised(books, case, now)
    return found


def _held(books, case, user, track, called):
    """Whose it is can open it, and is here; or else somebody stands in who can."""
    name, identity = called
    if not books.can_open(user, as_id(case["id"])):
        return {(f"{name}-gone", identity)}
    if books.left_alone(user, as_id(case["id"]), track, shielded=case["is_shielded"]):
        return {(f"{name}-away", identity)}
    return set()


def _watched(books, case, now):
    """Over a closed case somebody who works here keeps watch, until a day that is to come.

    They offered it to a colleague? Then that is answered in time.
    """
    found = set()
    for watch in books.watches:
        if watch["case_id"] != case["id"] or watch["ended_at"] is not None:
            continue
        watcher, identity = as_id(watch["watcher_id"]), as_id(watch["id"])
        found |= _held(books, case, watcher, None, ("watcher", identity))
        if as_day(watch["until_on"]) <= books.today:
            found.add(("watch-undecided", identity))
        found |= _offered(books, case, now, lambda of: of == "watch")
    return found


def _promised(books, case, now):
    found = set()
    for flag in books.flags:
        open_flag = flag["case_id"] == case["id"] and flag["answered_at"] is None
        if open_flag and as_moment(flag["answer_by"]) <= now:
            found.add(("flag-unanswered", as_id(flag["id"])))
    found |= _agreed(books, case)
    return found | _offered(books, case, now, lambda of: of != "watch")


def _agreed(books, case):
    """The day of a measure that runs, or of something the plan says somebody does, is not past."""
    found = set()
    for measure in books.measures:
        runs = measure["case_id"] == case["id"] and measure["ended_on"] is None
        if runs and as_day(measure["next_on"]) < books.today:
            found.add(("measure-due", as_id(measure["id"])))
    for action in books.plan_actions:
        waits = action["case_id"] == case["id"] and action["ended_at"] is None
        if waits and as_day(action["due_on"]) < books.today:
            found.add(("action-passed", as_id(action["id"])))
    return found


def _offered(books, case, now, meant):
    found = set()
    for offer in books.handovers:
        mine_too = offer["case_id"] == case["id"] and meant(offer["of"])
        came_back = offer["end"] == "returned" and offer["seen_at"] is None
        unanswered = offer["ended_at"] is None or came_back
        if mine_too and unanswered and as_moment(offer["answer_by"]) <= now:
            found.add(("handover-unanswered", as_id(offer["id"])))
    return found


def _of_track(books, case, track):
    found, identity = set(), as_id(track["id"])
    owner = books.holder(case, "owner", track["kind"])
    if owner is not None:
        found |= _held(books, case, owner, track["kind"], ("owner", identity))
    elif not _waits_with_somebody(books, case, track):
        found.add(("track-nobodys", identity))
    if track["next_on"] is None:
        found.add(("no-next-date", identity))
    elif as_day(track["next_on"]) < books.today:
        found.add(("date-passed", identity))
    return found


def _waits_with_somebody(books, case, track):
    """A team of which somebody may open the case; behind a shield only who directs it may."""
    if case["is_shielded"]:
        people = [books.holder(case, "director")]
    else:
        people = books.members(track["team_id"])
    return any(one is not None and books.can_open(one, as_id(case["id"])) for one in people)


def silent(municipality, today):
    """Give the care tracks on which nobody was spoken, the cases on which nothing happened, and
    the tracks on which nobody was reached often enough or somebody gave up."""
    books, found = Books(municipality, today), set()
    for case in books.cases:
        if case["state"] == "closed":
            continue
        steps = [step for step in books.steps if step["case_id"] == case["id"]]
        begun = as_moment(case["opened_at"]).astimezone(ZoneInfo("Europe/Amsterdam")).date()
        last = max((as_day(step["happened_on"]) for step in steps), default=begun)
        if today - last > timedelta(days=STAGNATION[case["phase"]]):
            found.add(("stagnation", as_id(case["id"])))
        for track in books.tracks:
            if track["case_id"] == case["id"] and track["state"] == "needed":
                mine = [one for one in steps if one["track"] in {None, track["kind"]}]
                found |= _unheard(case, track, mine, begun, today)
    return found


def _unheard(case, track, steps, begun, today):
    found = set()
    days = [as_day(step["happened_on"]) for step in steps if _is_heard(step)]
    quiet = today - max(days, default=begun)
    if track["kind"] == "care" and quiet > timedelta(days=CONTACT[case["phase"]]):
        found.add(("no-contact", as_id(track["id"])))
    tried = [
        step
        for step in steps
        if _is_in_vain(step)
        and step["corrects_id"] is None
        and (not days or as_day(step["happened_on"]) > max(days))
    ]
    tried.sort(key=lambda step: (as_day(step["happened_on"]), as_moment(step["created_at"])))
    ends = [step["end_result"] for step in tried if step["end_result"] is not None]
    if len(tried) >= OFTEN or (ends and ends[-1] in NOBODY_KNOWS):
        found.add(("unreached", as_id(track["id"])))
    return found


def _is_heard(step):
    """Somebody was spoken: by a contact that says nothing else, or an attempt that says so."""
    if step["kind"] == "attempt":
        return step["outcome"] in HEARD
    return step["kind"] in SPOKEN and step["outcome"] != "not-reached"


def _is_in_vain(step):
    tried = step["kind"] == "attempt" and step["outcome"] not in HEARD
    return tried or step["outcome"] == "not-reached"
