"""What is asked for an answer to a resident, and of the register of what may not be told yet."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from sqlalchemy import select

from caseapp.accesslog import Activity, Event, Period, activity_of, colleagues, grounds_of, kind_of
from caseapp.extensions import db
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accesslog import Processing
from caseapp.model.accounts import User
from caseapp.model.organisations import Organisation, OrganisationKind
from caseapp.model.papers import Reach
from caseapp.model.privacy import Confidentiality, ResidentAnswer
from caseapp.privacy import lines
from caseapp.privacy.answering import Glance, Row, merged
from caseapp.privacy.lines import Judged, Line
from caseapp.privacy.withholding import Standing

LEFT = f"reach={Reach.OUTSIDE}"
MOST_LINES = 50_000
"""Lines of the log in one answer: more than anybody's data is used in years."""


def rows_for(municipality_id: UUID, resident_id: UUID, period: Period) -> tuple[list[Row], bool]:
    """Give what a resident may be told of a period, and whether the safety side looked in it.

    Raises RuleBroken when there is more than an answer can hold.
    """
    judged = lines.judge(municipality_id, _all_of(municipality_id, resident_id, period))
    told = [one for one in judged if one.standing is not Standing.CONFIDENTIAL]
    return merged(_glances(told)), any(one.from_safety for one in judged)


def _all_of(municipality_id: UUID, resident_id: UUID, period: Period) -> list[Line]:
    """Give every line of a period, the earliest first; raises RuleBroken when they are too many.

    Never a part of them: whoever reads it would take it for everything.
    """
    query = lines.lines().where(
        Processing.municipality_id == municipality_id,
        Processing.resident_id == resident_id,
        *period.holds(Processing.at),
    )
    earliest = query.order_by(Processing.at, Processing.seq)
    found = lines.read(earliest.limit(MOST_LINES + 1))
    if len(found) > MOST_LINES:
        raise RuleBroken("answer-too-large")
    return found


def _glances(told: Sequence[Judged]) -> list[Glance]:
    wanted = {one.line.user_id for one in told}
    people = colleagues(wanted)
    elsewhere = _organisations(wanted)
    found = []
    for one in told:
        line, who = one.line, people.get(one.line.user_id)
        function = who.function if who is not None else ""
        found.append(
            Glance(
                day=line.day,
                organisation=elsewhere.get(line.user_id, ""),
                function=function,
                roles=who.roles_at(line.at) if who is not None and not function else (),
                kind=kind_of(line.event),
                purpose=line.purpose or "",
                grounds=grounds_of(line.event),
                emergency=line.emergency_id is not None,
                left=line.event == Event.PAPER_MADE and LEFT in line.details.split(),
            )
        )
    return found


def _organisations(user_ids: set[UUID | None]) -> dict[UUID | None, str]:
    """Give for whom chain partners work; who works for the municipality is not in it."""
    query = (
        select(User.id, Organisation.name)
        .join(Organisation, Organisation.id == User.organisation_id)
        .where(User.id.in_(user_ids), Organisation.kind != OrganisationKind.MUNICIPALITY)
    )
    return {row.id: row.name for row in db.session.execute(query)}


def answer(answer_id: UUID) -> ResidentAnswer | None:
    """Give one answer, with its release if there is one."""
    return db.session.get(ResidentAnswer, answer_id)


def answers_to(resident_id: UUID) -> Sequence[ResidentAnswer]:
    """Give the answers that were made for a resident, the newest first."""
    query = select(ResidentAnswer).where(ResidentAnswer.resident_id == resident_id)
    newest = query.order_by(ResidentAnswer.prepared_at.desc(), ResidentAnswer.id)
    return db.session.scalars(newest).unique().all()


def confidentiality(confidentiality_id: UUID) -> Confidentiality | None:
    """Give one row of the register."""
    return db.session.get(Confidentiality, confidentiality_id)


def confidentialities(municipality_id: UUID) -> Sequence[Confidentiality]:
    """Give the whole register, what ends last first."""
    query = select(Confidentiality).where(Confidentiality.municipality_id == municipality_id)
    return db.session.scalars(
        query.order_by(Confidentiality.until.desc(), Confidentiality.decided_at.desc())
    ).all()


def disclosed(
    municipality_id: UUID,
    resident_id: UUID,
    period: Period,
    *,
    lifted: bool,
    activity: Activity | None,
) -> list[Judged]:
    """Give what may be told of a period, the earliest first; `lifted` adds what once was not.

    Raises RuleBroken when there is more than an answer can hold.
    """
    found = _all_of(municipality_id, resident_id, period)
    kept = [line for line in found if activity is None or activity_of(line.event) is activity]
    return list(_told(lines.judge(municipality_id, kept), lifted=lifted))


def disclosed_line(municipality_id: UUID, seq: int, *, lifted: bool) -> Judged | None:
    """Give one processing, if it may be told."""
    query = lines.lines().where(
        Processing.municipality_id == municipality_id, Processing.seq == seq
    )
    found = [line for line in lines.read(query) if line.resident_id is not None]
    return next(_told(lines.judge(municipality_id, found), lifted=lifted), None)


def _told(judged: Iterable[Judged], *, lifted: bool) -> Iterator[Judged]:
    open_to = {Standing.NORMAL, Standing.LIFTED} if lifted else {Standing.NORMAL}
    return (one for one in judged if one.standing in open_to)
