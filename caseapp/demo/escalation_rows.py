"""The rows of escalation: changes of phase, flags, and who was told of them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from caseapp.demo.bulk import Bulk
from caseapp.demo.casefile import Case, Flag, PhaseChange
from caseapp.demo.journal_rows import Filed
from caseapp.demo.marks import Marks
from caseapp.demo.words import OFFICES, TRIGGERS
from caseapp.escalation import duties, ladder
from caseapp.escalation.duties import Heard, Post
from caseapp.kernel import clock
from caseapp.model import escalation
from caseapp.model.descents import Descent, DescentEnd
from caseapp.model.escalation import Acknowledgement, Duty, Rung, Trigger

ESCALATED = 2
DIRECTOR_HOURS = 4
REVIEW_AFTER = timedelta(weeks=12)
"""When a case is back in the first phase, somebody looks once more after so long."""


class EscalationRows:
    """Adds how a case went up and down, and which flags were raised."""

    def __init__(self, bulk: Bulk, marks: Marks) -> None:
        """Begin; the cases themselves come first."""
        self._bulk, self._marks = bulk, marks

    def add(self, filed: Filed) -> None:
        """Add the changes of phase and the flags of a case."""
        for change in _rung_by_rung(filed.file.phases):
            self._add_change(filed, change)
        for flag in filed.file.flags:
            self._add_flag(filed, flag)

    def _add_change(self, filed: Filed, change: PhaseChange) -> None:
        change_id = self._marks.of(change.key)
        up = change.to_phase > change.from_phase
        triggers = [Trigger(TRIGGERS.get(word, word)) for word in change.triggers] if up else []
        decided_on = clock.local(change.decided_at).date()
        texts = {"reason": change.reason, "tried": change.tried}
        if up:
            texts |= _agreed(change, decided_on)
        review_on = change.review_on or decided_on + REVIEW_AFTER
        row = {
            "id": change_id,
            "from_phase": change.from_phase,
            "to_phase": change.to_phase,
            "triggers": ladder.written(triggers),
            "review_on": review_on,
            "descent_id": None if up else self._add_descent(filed, change, review_on),
            "decided_by_id": self._marks.staff(change.decided_by),
            "changed_at": change.decided_at,
            "created_at": change.decided_at,
            **filed.seal.texts(escalation.PhaseChange, change_id, **texts),
        }
        self._bulk.add(escalation.PhaseChange, filed.owned | row)

    def _add_descent(self, filed: Filed, change: PhaseChange, aftercare_on: date) -> UUID:
        """Add who proposed it, who agreed as a second person and who received the case."""
        descent_id = self._marks.of(f"{change.key}/descent")
        asked_at = change.decided_at - timedelta(hours=20)
        receiver = self._marks.staff(change.accepted_by)
        row = {
            "id": descent_id,
            "from_phase": change.from_phase,
            "to_phase": change.to_phase,
            "aftercare_on": aftercare_on,
            "requested_by_id": self._marks.staff(change.requested_by),
            "requested_at": asked_at,
            "answer_by": change.decided_at + timedelta(days=3),
            "receiver_id": receiver,
            "accepted_at": change.decided_at,
            "agreed_by_id": self._marks.staff(change.decided_by),
            "agreed_at": change.decided_at,
            "end": DescentEnd.DONE,
            "ended_at": change.decided_at,
            "ended_by_id": receiver,
            **filed.seal.texts(Descent, descent_id, reason=change.reason),
        }
        self._bulk.add(Descent, filed.owned | row)
        return descent_id

    def _add_flag(self, filed: Filed, flag: Flag) -> None:
        flag_id = self._marks.of(flag.key)
        texts = {"facts": flag.reason, "answer": flag.answer}
        row = {
            "id": flag_id,
            "raised_by_id": self._marks.staff(flag.raised_by),
            "raised_at": flag.raised_at,
            "answer_by": ladder.answer_by(flag.raised_at),
            "answered_by_id": self._marks.staff(flag.answered_by) if flag.answered_by else None,
            "answered_at": flag.answered_at,
            **_standing(filed.file, flag),
            "created_at": flag.raised_at,
            **filed.seal.texts(escalation.Flag, flag_id, **texts),
        }
        self._bulk.add(escalation.Flag, filed.owned | row)
        for number, colleague in enumerate(_told(filed.file, flag)):
            asked = {
                "id": self._marks.of(f"{flag.key}/{colleague}"),
                "municipality_id": filed.owned["municipality_id"],
                "flag_id": flag_id,
                "user_id": self._marks.staff(colleague),
                "asked_at": flag.raised_at,
                "acknowledged_at": _acknowledged(flag, colleague, number),
                **_reached(filed.file, flag, colleague),
            }
            self._bulk.add(Acknowledgement, asked)


def _rung_by_rung(phases: tuple[PhaseChange, ...]) -> Iterator[PhaseChange]:
    """Give the changes of phase, of which one down by several rungs as several changes.

    The phase in which a case began is none; it stands on the case.
    """
    for number, change in enumerate(phases):
        if change.from_phase == 0:
            continue
        rungs = change.from_phase - change.to_phase
        if rungs <= 1:
            yield change
            continue
        before = phases[number - 1].decided_at
        for rung in range(rungs):
            yield _part(change, before, rung, rungs)


def _part(change: PhaseChange, before: datetime, rung: int, rungs: int) -> PhaseChange:
    start = change.from_phase - rung
    return PhaseChange(
        **{
            **{name: getattr(change, name) for name in PhaseChange.__slots__},
            "key": f"{change.key}/{rung}",
            "from_phase": start,
            "to_phase": start - 1,
            "decided_at": before + (change.decided_at - before) * (rung + 1) / rungs,
        }
    )


def _agreed(change: PhaseChange, decided_on: date) -> dict[str, str]:
    """Give what is agreed when a case goes up: when down again, who does what, and who knows."""
    posts = {Duty(part): Post(OFFICES[part], who) for part, who in change.responsible}
    heard = {party: Heard(decided_on) for party in duties.parties(change.to_phase)}
    return {
        "conditions": change.end_condition,
        "duties": duties.written_posts(posts),
        "informed": duties.written_heard(heard),
    }


def _told(file: Case, flag: Flag) -> list[str]:
    """Give who was told of a flag: director and owners, from phase 2 the process director too."""
    parts = {"owner", "case-director"} | (
        {"process-director"} if file.phase >= ESCALATED else set()
    )
    told = [one.staff for one in file.involvements
            if one.relation in parts and one.until in {None, file.closed_at}]  # fmt: skip
    answered = [flag.answered_by] if flag.answered_by else []
    return [who for who in dict.fromkeys(told + answered) if who != flag.raised_by]


def _rungs(file: Case, flag: Flag) -> dict[str, tuple[Rung, datetime]]:
    """Give whom a flag reached when: who owns a track, and the director when the term was over."""
    told, term = _told(file, flag), ladder.answer_by(flag.raised_at)
    owners = {one.staff for one in file.involvements if one.relation == "owner"}
    reached = {who: (Rung.OWNER, flag.raised_at) for who in told if who in owners}
    from_then = term if reached else flag.raised_at
    if from_then < (flag.answered_at or clock.now()):
        directors = {one.staff for one in file.involvements if one.relation == "case-director"}
        left = [who for who in told if who in directors - set(reached)]
        reached |= dict.fromkeys(left, (Rung.DIRECTOR, from_then))
    return reached


def _standing(file: Case, flag: Flag) -> dict[str, Any]:
    """Give where the flag is, and when it climbs next if nobody answered it."""
    rungs = _rungs(file, flag).values()
    rung, since = max(rungs, key=lambda one: one[1], default=(None, flag.raised_at))
    hours = DIRECTOR_HOURS if rung is Rung.DIRECTOR else ladder.HOURS_TO_ANSWER
    waits = rung is not None and flag.answered_at is None
    return {"rung": rung, "climbs_at": ladder.answer_by(since, hours=hours) if waits else None}


def _reached(file: Case, flag: Flag, colleague: str) -> dict[str, Any]:
    rung, at = _rungs(file, flag).get(colleague, (None, None))
    return {"rung": rung, "reached_at": at}


def _acknowledged(flag: Flag, colleague: str, number: int) -> datetime | None:
    if colleague == flag.answered_by:
        return flag.answered_at
    if flag.answered_at is None and number % 2:
        return None
    at = flag.raised_at + timedelta(minutes=12 + 17 * number)
    return min(at, flag.answered_at) if flag.answered_at else at
