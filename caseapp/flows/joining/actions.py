"""Joining two cases: one closes with nothing open, its people are of the other from then on."""

from sqlalchemy import select

from caseapp import accesslog, accounts, cases, closures, policy
from caseapp.accesslog import Event
from caseapp.accounts import doors
from caseapp.extensions import db
from caseapp.flows.joining.queries import about_the_same
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Case, CaseSubject
from caseapp.model.closures import Closure, ClosureReason
from caseapp.policy import Permission


def join(
    actor: Actor, case: Case, *, into: Case, why: str, is_informed: bool, uninformed: str = ""
) -> Closure:
    """Close a case that goes on as another about the same people, and say why.

    Closing asks what it always asks: that each track says itself that it is done, and nothing is
    open. The file stays as it is, for who could read it; the other case has its people from now
    on, and the days on which they come back. Raises RuleBroken for a shielded case, for one about
    others, and where somebody on the other case would be kept from it by one of these people.
    """
    policy.require(actor, Permission.CASE_CLOSE, case)
    policy.require(actor, Permission.CASE_CLOSE, into)
    _hold(case, into)
    if case.is_shielded or into.is_shielded:
        raise RuleBroken("joining-shielded", "into")
    _refuse_others(case, into)
    coming = _coming(case, into)
    _refuse_kept_away(into, coming)
    made = closures.close(
        actor,
        case,
        reason=ClosureReason.JOINED,
        why=why,
        ending=why,
        is_informed=is_informed,
        uninformed=uninformed,
        into=into,
    )
    for one in coming:
        row = CaseSubject(
            municipality_id=into.municipality_id,
            resident=one.resident,
            returns_on=one.returns_on,
            returns_from=one.returns_from,
        )
        into.subjects.append(row)
    _take_over_returns(case, into)
    db.session.flush()
    accesslog.record(actor, Event.CASE_JOINED, into, case=case.id.hex)
    return made


def _hold(*both: Case) -> None:
    """Hold both, in one order for everybody: of two who join them crosswise one wins."""
    for one in sorted(both, key=lambda case: case.id):
        cases.lock(one)
        db.session.refresh(one, ["state", "is_shielded"])
        if not one.is_open:
            raise RuleBroken("case-closed-before")


def _refuse_others(case: Case, into: Case) -> None:
    same = select(Case.id).where(Case.id == into.id, Case.id != case.id, about_the_same(case.id))
    if db.session.scalar(same.execution_options(unseen="policy")) is None:
        raise RuleBroken("joining-about-others", "into")


def _coming(case: Case, into: Case) -> list[CaseSubject]:
    known = {one.resident_id for one in into.subjects}
    return [one for one in case.subjects if one.resident_id not in known]


def _refuse_kept_away(into: Case, coming: list[CaseSubject]) -> None:
    """Raise RuleBroken where somebody who works on a case could not open it any more."""
    people = {one.user for one in into.involvements if one.is_active}
    accounts.hold(*people)
    ids = {one.resident_id for one in coming}
    if any(not ids.isdisjoint(doors.kept_from(user.id)) for user in people):
        raise RuleBroken("joining-keeps-away", "into")


def _take_over_returns(case: Case, into: Case) -> None:
    """Keep the day on which somebody of both comes back, where the other case did not know it."""
    days = {one.resident_id: one for one in case.subjects if one.returns_on is not None}
    for one in into.subjects:
        known = days.get(one.resident.id)
        if one.returns_on is None and known is not None:
            one.returns_on, one.returns_from = known.returns_on, known.returns_from
