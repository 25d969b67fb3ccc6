"""The guards that keep people from falling, each with a short history in which it is needed.

A guard of an action forbids something; with it the history opens no crack. A guard of the watchdog
finds something; with it the list is what the oracle counts. `test_mutants` takes each out.
"""

from datetime import timedelta

from caseapp import accounts, cases, closures, handovers, leaves, signals
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.case_words import Part, TrackKind, TrackState
from caseapp.model.closures import ClosureReason, ReopeningGround
from caseapp.model.leaves import Leave
from caseapp.model.signals import Signal

DAY = timedelta(days=1)
STORY = {"reason": ClosureReason.OTHER, "why": "Klaar.", "ending": "Goed.", "is_informed": True,
         "note": "Let op de buren."}  # fmt: skip


def nothing(*_given, **_named):
    """Forbid nothing."""


def no_list(*_given, **_named):
    """Find nothing."""
    return []


def yes(*_given, **_named):
    """Agree with anything."""
    return True


def _case(place, **facts):
    noor, sem, lida, _iris = place.people
    who = {"care": noor, "safety": sem, "director": lida, "next_on": clock.today() + 9 * DAY}
    return place.town.case(**(who | facts))


def _gone(place):
    """Give somebody of the care team who cannot sign in any more."""
    user = place.town.person(Role.SOCIAL_WORKER)
    user.deactivated_at = clock.now()
    db.session.commit()
    return user


def _deserted(place):
    """Let nobody work in the safety team; what they had is done."""
    place.people[1].deactivated_at = clock.now()
    db.session.commit()


def staffs_who_left(place):
    case, gone, lida = _case(place), _gone(place), place.people[2]
    yield lambda: cases.staff_case(
        place.acts(lida), case, user=gone, part=Part.OWNER, track=TrackKind.CARE
    )


def watches_by_who_left(place):
    case, noor, lida = _closable(place), place.people[0], place.people[2]
    until = clock.today() + 20 * DAY
    closures.close(place.acts(lida), case, watcher=noor, until_on=until, **STORY)
    handovers.accept(place.acts(noor), handovers.waiting_watch_of(case))
    db.session.commit()
    watch, gone = closures.running_watch_of(case), _gone(place)
    yield lambda: closures.pass_on_watch(place.acts(lida), watch, to=gone)


def watches_until_yesterday(place):
    case, noor, lida = _closable(place), place.people[0], place.people[2]
    past = clock.today() - DAY
    yield lambda: closures.close(place.acts(lida), case, watcher=noor, until_on=past, **STORY)


def _closable(place):
    case, (noor, sem, _lida, _iris) = _case(place), place.people
    for one, track in zip((noor, sem), case.tracks, strict=True):
        how = {"state": TrackState.DONE, "reason": "Klaar.", "next_on": None}
        cases.arrange_track(place.acts(one), track, **how)
    db.session.commit()
    return case


def closes_what_runs(place):
    case, lida = _case(place), place.people[2]
    yield lambda: closures.close(place.acts(lida), case, unwatched="Niet nodig.", **STORY)


def queues_with_nobody(place):
    _deserted(place)
    case, lida = _case(place, safety=place.people[2]), place.people[2]
    track = case.track(TrackKind.SAFETY)
    yield lambda: cases.queue_track(place.acts(lida), track, team=place.town.safety_team)


def reopens_with_nobody(place):
    case, lida = _closable(place), place.people[2]
    closures.close(place.acts(lida), case, unwatched="Niet nodig.", **STORY)
    _deserted(place)
    yield lambda: closures.reopen(
        place.acts(lida),
        case,
        ground=ReopeningGround.RELAPSE,
        why="Het gaat weer mis.",
        next_on=clock.today() + DAY,
        tracks={TrackKind.SAFETY: place.town.safety_team},
    )


def reopens_with_who_left(place):
    case, (noor, _sem, lida, _iris) = _closable(place), place.people
    closures.close(place.acts(lida), case, unwatched="Niet nodig.", **STORY)
    noor.deactivated_at = clock.now()
    db.session.commit()
    yield lambda: closures.reopen(
        place.acts(lida),
        case,
        ground=ReopeningGround.RELAPSE,
        why="Het gaat weer mis.",
        next_on=clock.today() + DAY,
        tracks={TrackKind.CARE: place.town.care_team},
    )


def leaves_with_work(place):
    _case(place)
    yield lambda: accounts.deactivate(place.acts(place.fay), place.people[0])


def takes_an_office_with_work(place):
    _case(place)
    noor = place.people[0]
    facts = {"function": "anders", "roles": [Role.PRIVACY_OFFICER], "team_ids": []}
    yield lambda: accounts.arrange(place.acts(place.fay), noor, **facts)


def goes_away_from_work(place):
    _case(place)
    noor, today = place.people[0], clock.today()
    yield lambda: leaves.ask(place.acts(noor), noor, first_on=today, last_on=today + DAY)


def reports_to_nobody(place):
    _deserted(place)
    place.team = lambda _number: place.town.safety_team
    yield lambda: place.reports(2, 3)


def plans_with_who_left(place):
    noor, sem = place.people[0], place.people[1]
    place.team = lambda _number: place.town.safety_team
    place.reports(2, 3)
    db.session.commit()
    signal = place.signal(0)
    signal.user_id = noor.id
    _deserted(place)
    when = clock.today() + DAY
    yield lambda: signals.plan(place.acts(noor), signal, user=sem, next_on=when)


OF_ACTIONS = {
    "caseapp.cases.actions.refuse_unfit": (nothing, staffs_who_left),
    "caseapp.handovers.refuse_watcher": (nothing, watches_by_who_left),
    "caseapp.closures.watching.refuse_day": (nothing, watches_until_yesterday),
    "caseapp.closures.actions.obstacles_of": (no_list, closes_what_runs),
    "caseapp.cases.actions.is_staffed": (yes, queues_with_nobody),
    "caseapp.cases.is_staffed": (yes, reopens_with_nobody),
    "caseapp.closures.actions.let_go": (nothing, reopens_with_who_left),
    "caseapp.holdings.held_by": (no_list, leaves_with_work),
    "caseapp.accounts.actions._refuse_dropping": (nothing, takes_an_office_with_work),
    "caseapp.leaves.actions._refuse_uncovered": (nothing, goes_away_from_work),
    "caseapp.signals.actions.refuse_team": (nothing, reports_to_nobody),
    "caseapp.cases.can_work": (yes, plans_with_who_left),
}
"""By the name of a guard of an action: what takes its place, and the history it is needed in."""


def _lives_there(place):
    place.town.case(place.residents[0], care=place.people[0], safety=place.people[1])
    place.lives_there(0, 0)


def _all_live_there(place):
    place.town.case(place.residents[0], safety=place.people[1])
    for number in (0, 2):
        place.lives_there(number, 0)


def _is_away(place):
    _case(place)
    noor, today = place.people[0], clock.today()
    days = {"first_on": today, "last_on": today + DAY}
    asked = {"asked_at": clock.now(), "asked_by_id": noor.id}
    db.session.add(Leave(municipality_id=place.town.id, user_id=noor.id, **days, **asked))


def _is_away_with_a_signal(place):
    place.team = lambda _number: place.town.safety_team
    place.reports(2, 3)
    db.session.commit()
    place.signal(0).user_id = place.people[0].id
    _deserted(place)
    _is_away(place)


def _knows_whom_it_is_about(place):
    place.team = lambda _number: place.town.safety_team
    place.reports(0, 3)
    db.session.commit()
    place.lives_there(1, 0)


def _behind_a_shield(place):
    case = place.town.case(safety=place.people[1])
    case.is_shielded = True


def _changed_past_the_session(place):
    case = _case(place)
    table = type(case.tracks[0]).__table__
    db.session.execute(table.update().where(table.c.case_id == case.id).values(next_on=None))


def _signal_changed_past_the_session(place):
    place.reports(2, 3)
    db.session.commit()
    table, yesterday = Signal.__table__, clock.today() - DAY
    mine = table.c.id == place.signal(0).id
    db.session.execute(table.update().where(mine).values(next_on=yesterday))


OF_FACTS = {
    "caseapp.watchdog.kept.Kept.holder": (lambda _kept, worker, _case: worker, _lives_there),
    "caseapp.watchdog.kept.Kept.can_be_taken": (yes, _all_live_there),
    "caseapp.watchdog.gathering._Held.away": (nothing, _is_away),
    "caseapp.watchdog.standing_in.StandIns.here_for": (nothing, _is_away_with_a_signal),
    "caseapp.watchdog.reach.Reach._can": (yes, _knows_whom_it_is_about),
    "caseapp.watchdog.gathering._can_be_taken": (yes, _behind_a_shield),
    "caseapp.watchdog.rounds.to_examine": (no_list, _changed_past_the_session),
    "caseapp.watchdog.rounds.examine_signals": (nothing, _signal_changed_past_the_session),
}
"""By the name of a fact the rules go by: what takes its place, and the history it is needed in."""
