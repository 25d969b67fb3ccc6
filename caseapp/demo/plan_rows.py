"""The plans of fictitious cases: one version that holds, its goals, and who does what."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from caseapp.demo.bulk import Bulk
from caseapp.demo.casefile import NextDate
from caseapp.demo.family_rows import FamilyRows, is_of_family, said_by_each, whose
from caseapp.demo.journal_rows import Filed
from caseapp.demo.marks import Marks
from caseapp.demo.measured_rows import MeasuredRows
from caseapp.model.plan_words import ActionEnd, Domain, DomainSet
from caseapp.model.plans import Plan, PlanAction, PlanGoal
from caseapp.plans import parties
from caseapp.plans.parties import Consent, PlanParty, Presence, Stand

PLANNED_FROM = 2
"""The phase from which a fictitious case has a plan."""
DAYS_TO_PLAN = timedelta(days=10)
OWN_WORDS = (
    "Ik wil rust in huis, en niet elke week iemand anders aan de deur.",
    "Als het geld op orde is, slaap ik weer.",
    "Ik wil mijn kinderen weer zien.",
)
GOALS = {
    "care": (Domain.MENTAL_HEALTH, "Er is vaste hulp, die ook binnenkomt."),
    "safety": (Domain.JUSTICE, "Drie maanden geen nieuwe meldingen."),
    "shared": (Domain.HOUSING, "De inwoner woont er nog, en de buren slapen."),
}
SAFETY = {
    "signs": "De gordijnen blijven dicht, of de telefoon staat langer dan een dag uit.",
    "safety": "Wie het merkt belt de casusregisseur. Ga niet alleen naar binnen.",
    "to_call": "Overdag het wijkteam, 's nachts de crisisdienst. Bij direct gevaar 112.",
}
STANDS = {
    PlanParty.RESIDENT: Stand(Presence.JOINED, Consent.PARTLY, "Wil liever nog geen bewind."),
    PlanParty.NETWORK: Stand(Presence.JOINED, Consent.AGREES),
    PlanParty.HOUSING: Stand(Presence.INVITED, Consent.UNASKED, "Was verhinderd; krijgt bericht."),
}
ASKED_APART = {PlanParty.RESIDENT}


class PlanRows:
    """Adds the plan of each open case that is escalated."""

    def __init__(self, bulk: Bulk, marks: Marks, today: date) -> None:
        """Begin; the cases themselves come first."""
        self._bulk, self._marks, self._today = bulk, marks, today
        self._measured = MeasuredRows(bulk, marks, today)
        self._family = FamilyRows(bulk, marks, today)

    def add(self, filed: Filed) -> None:
        """Add the version that holds, a goal on each track and for both, and what is done."""
        file = filed.file
        if file.closed_at is not None or file.state == "intake" or file.phase < PLANNED_FROM:
            return
        made_at = min(file.opened_at + DAYS_TO_PLAN, max(one.logged_at for one in file.steps))
        author = self._marks.staff(file.steps[-1].author)
        self._add_version(filed, made_at, author)
        goals = {strip: self._add_goal(filed, strip) for strip in GOALS}
        self._measured.add(filed, made_at)
        self._family.add(filed, made_at)
        for planned in file.next_dates:
            if planned.done_at is not None or planned.due_on >= self._today:
                self._add_action(filed, planned, goals[planned.strip])

    def _add_version(self, filed: Filed, made_at: datetime, author: UUID) -> None:
        key = filed.file.key
        plan_id = self._marks.of(f"{key}/plan")
        texts = {
            "own_words": OWN_WORDS[sum(key.encode()) % len(OWN_WORDS)],
            "parties": parties.written(_stands(filed)),
            "members": said_by_each(filed, self._marks),
            **SAFETY,
        }
        row: dict[str, Any] = {
            "id": plan_id,
            "number": 1,
            "domain_set": DomainSet.ZRM_13,
            "made_at": made_at,
            "made_by_id": author,
            "changed_at": made_at,
            "confirmed_at": made_at,
            "confirmed_by_id": author,
            "is_joint": len(filed.file.subject.residents) > 1,
            **filed.seal.texts(Plan, plan_id, **texts),
        }
        self._bulk.add(Plan, filed.owned | row)

    def _add_goal(self, filed: Filed, strip: str) -> UUID:
        goal_id = self._marks.of(f"{filed.file.key}/goal/{strip}")
        domain, said = GOALS[strip]
        row = {
            "id": goal_id,
            "origin_id": goal_id,
            "track": None if strip == "shared" else strip,
            "domain": domain,
            "from_number": 1,
            **whose(filed, self._marks, strip),
            **filed.seal.texts(PlanGoal, goal_id, text=said),
        }
        self._bulk.add(PlanGoal, filed.owned | row)
        return goal_id

    def _add_action(self, filed: Filed, planned: NextDate, goal_id: UUID) -> None:
        action_id = self._marks.of(f"{planned.key}/action")
        owner = self._marks.staff(planned.owner)
        done = planned.done_at
        row = {
            "id": action_id,
            "goal_id": goal_id,
            "track": None if planned.strip == "shared" else planned.strip,
            "owner_id": owner,
            "planned_on": planned.due_on,
            "due_on": planned.due_on,
            "from_number": 1,
            **whose(filed, self._marks, planned.strip),
            "made_at": planned.set_at,
            "made_by_id": owner,
            "end": ActionEnd.DONE if done else None,
            "ended_at": done,
            "ended_by_id": owner if done else None,
            **filed.seal.texts(PlanAction, action_id, text=planned.text[:1000]),
        }
        self._bulk.add(PlanAction, filed.owned | row)


def _stands(filed: Filed) -> dict[PlanParty, Stand]:
    """Give how the parties stand; of a family each has a stand of their own."""
    apart = ASKED_APART if is_of_family(filed) else ()
    return {one: stand for one, stand in STANDS.items() if one not in apart}
