"""Which open signals are not covered, and what they point at: as in `oracle`, from raw rows."""

from datetime import timedelta

from tests.watchdog.books import as_day, as_id, as_moment

WINDOW, NUMBER = timedelta(days=90), 3


def of_signals(books, now):
    """Give (kind, id) of what nobody has, what was forgotten, and what nobody accepted."""
    found = set()
    for signal in books.signals:
        if signal["ended_at"] is not None:
            continue
        identity = as_id(signal["id"])
        if not _is_somebodys(books, signal):
            found.add(("signal-nobodys", identity))
        if as_day(signal["next_on"]) < books.today:
            found.add(("signal-date-passed", identity))
        forwarded = signal["to_team_id"] is not None
        if forwarded and as_moment(signal["answer_by"]) <= now:
            found.add(("signal-not-accepted", identity))
    return found


def _is_somebodys(books, signal):
    """Who has it and can open it and is here; its team; behind a shield who directs that case."""
    thing = as_id(signal["resident_id"]) or as_id(signal["id"])
    shields = _shields(books, as_id(signal["resident_id"]))
    near = [books.holder(case, "director") for case in shields]
    holders = [as_id(signal["user_id"]), *near]
    if any(one is not None and _has(books, one, thing, signal, bool(shields)) for one in holders):
        return True
    team = [] if shields else books.members(signal["team_id"])
    return any(books.can_open(one, thing) and books.fits(one, signal["side"]) for one in team)


def _has(books, user, thing, signal, shielded):
    alone = books.left_alone(user, thing, signal["side"], shielded=shielded)
    return books.can_open(user, thing) and not alone


def _shields(books, resident):
    """Give the shielded cases about somebody, also those that are closed."""
    shut = [case for case in books.cases if case["is_shielded"]]
    return [case for case in shut if resident is not None and resident in books.about(case)]


def pointed(municipality_books):
    """Give (kind, id) of what came in on a closed case, and of what was reported again and again.

    With one team only, and nothing of who is behind a shield but to who reads of them anyway.
    """
    books, found = municipality_books, set()
    for signal in books.signals:
        if signal["ended_at"] is not None:
            continue
        if signal["previous_case_id"] is not None:
            found.add(("signal-on-closed", as_id(signal["id"])))
        days = sorted(as_day(one["received_on"]) for one in _alike(books, signal))[-NUMBER:]
        near = len(days) == NUMBER and days[-1] - days[0] < WINDOW
        if near and books.today < days[0] + WINDOW:
            found.add(("signals-repeated", as_id(signal["id"])))
    return found


def _alike(books, signal):
    for one in books.signals:
        person = one["resident_id"] is not None and one["resident_id"] == signal["resident_id"]
        place = one["address_key"] is not None and one["address_key"] == signal["address_key"]
        hidden = not person and _shields(books, as_id(one["resident_id"]))
        if (person or place) and one["team_id"] == signal["team_id"] and not hidden:
            yield one
