"""The part of each in fictitious plans of several people: their words, their goal, their stand."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from caseapp.demo.bulk import Bulk
from caseapp.demo.journal_rows import Filed
from caseapp.demo.marks import Marks
from caseapp.model.plan_words import Domain
from caseapp.model.plans import PlanAction, PlanGoal
from caseapp.plans import members
from caseapp.plans.members import Member
from caseapp.plans.parties import Consent, Presence, Stand

JOINED = Stand(Presence.JOINED, Consent.AGREES)


class Voice(NamedTuple):
    """What one of them says, and what is done about it."""

    words: str
    stand: Stand
    safety: str
    domain: Domain
    goal: str
    action: str


VOICES = (
    Voice(
        "Ik wil dat er thuis niet meer geschreeuwd wordt. Ik weet dat ik dat zelf ook doe.",
        Stand(Presence.JOINED, Consent.PARTLY, "Wil eerst weten wat de cursus kost."),
        "Loopt een blokje om en belt dan het wijkteam.",
        Domain.HOME_RELATIONS,
        "Loopt weg voordat het uit de hand loopt, en komt rustig terug.",
        "Aanmelden voor de cursus omgaan met boosheid.",
    ),
    Voice(
        "Ik wil weer slapen zonder te luisteren of er iemand de trap op komt.",
        JOINED,
        "Belt een vast nummer, ook 's nachts, en gaat zo nodig naar een zus.",
        Domain.MENTAL_HEALTH,
        "Slaapt door, en heeft iemand om mee te praten.",
        "Een afspraak maken bij de praktijkondersteuner.",
    ),
    Voice(
        "Ik wil gewoon naar buiten, en dat niemand het erover heeft.",
        Stand(Presence.INVITED, Consent.UNASKED, "Wilde er niet bij zijn; we vragen het opnieuw."),
        "",
        Domain.USE_OF_TIME,
        "Doet twee keer in de week iets buitenshuis.",
        "Samen kijken bij de sportclub om de hoek.",
    ),
)
"""For the first of them, the second and the third; who comes after is not in the plan yet."""


def whose(filed: Filed, marks: Marks, strip: str) -> dict[str, Any]:
    """Give whose something on a strip is: of one, theirs; of several, care is of the first."""
    people = filed.file.subject.residents
    one = people[0] if len(people) == 1 or (people and strip == "care") else None
    return {
        "resident_id": marks.of(one) if one else None,
        "of_all": len(people) > 1 and one is None,
    }


def is_of_family(filed: Filed) -> bool:
    """Tell whether it is the plan of a family, in which each has a part."""
    return bool(_family(filed))


def _family(filed: Filed) -> tuple[str, ...]:
    subject = filed.file.subject
    of_several = subject.kind == "household" and len(subject.residents) > 1
    return subject.residents if of_several else ()


def said_by_each(filed: Filed, marks: Marks) -> str:
    """Give what each of several people said, as a plan keeps it."""
    each = zip(_family(filed), VOICES, strict=False)
    return members.written(
        {marks.of(one): Member(said.words, said.stand, said.safety) for one, said in each}
    )


class FamilyRows:
    """Adds a goal and an action of each of several people, beside those of all."""

    def __init__(self, bulk: Bulk, marks: Marks, today: date) -> None:
        """Begin; the plans themselves come first."""
        self._bulk, self._marks, self._today = bulk, marks, today

    def add(self, filed: Filed, planned_at: datetime) -> None:
        """Add them where the plan is of a family."""
        for number, (person, said) in enumerate(zip(_family(filed), VOICES, strict=False)):
            self._add_part(filed, person, said, number, planned_at)

    def _add_part(
        self, filed: Filed, person: str, said: Voice, number: int, planned_at: datetime
    ) -> None:
        key = f"{filed.file.key}/goal/of/{number}"
        goal_id, action_id = self._marks.of(key), self._marks.of(f"{key}/action")
        theirs = {"resident_id": self._marks.of(person), "of_all": False, "track": None}
        self._bulk.add(
            PlanGoal,
            filed.owned
            | theirs
            | {
                "id": goal_id,
                "origin_id": goal_id,
                "domain": said.domain,
                "from_number": 1,
                **filed.seal.texts(PlanGoal, goal_id, text=said.goal),
            },
        )
        day = self._today + timedelta(days=14 + 7 * number)
        self._bulk.add(
            PlanAction,
            filed.owned
            | theirs
            | {
                "id": action_id,
                "goal_id": goal_id,
                "planned_on": day,
                "due_on": day,
                "from_number": 1,
                "made_at": planned_at,
                "made_by_id": self._marks.staff(filed.file.steps[-1].author),
                **filed.seal.texts(PlanAction, action_id, text=said.action),
            },
        )
