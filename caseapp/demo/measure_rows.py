"""The rows of measures and of care that was offered: both sides of the balance of a case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from caseapp.demo.bulk import Bulk
from caseapp.demo.journal_rows import Filed
from caseapp.demo.marks import Marks
from caseapp.kernel import clock
from caseapp.model.measures import (
    CareAnswer,
    CareKind,
    CareOffer,
    CheckResult,
    Measure,
    MeasureKind,
    MeasureStage,
    Stage,
)

DAY = timedelta(days=1)
IMPOSED_FROM = 3
"""In which phase a case of the fictitious municipality comes before the mayor."""
MEASURES = {
    "nuisance": MeasureKind.AREA_BAN,
    "residential_nuisance": MeasureKind.BEHAVIOURAL_ORDER,
    "youth_nuisance": MeasureKind.AREA_BAN,
    "drug_nuisance": MeasureKind.CLOSURE_DRUGS,
    "misunderstood_behaviour": MeasureKind.BEHAVIOURAL_ORDER,
    "domestic_violence": MeasureKind.TEMPORARY_HOUSE_BAN,
    "stalking": MeasureKind.AREA_BAN,
    "subversive_crime": MeasureKind.CLOSURE_DRUGS,
}
CARE = {
    "domestic_violence": (CareKind.SOCIAL_WORK, "Gesprekken voor allebei, en een eigen plek."),
    "addiction": (CareKind.ADDICTION, "Intake bij de verslavingszorg in Doetinchem."),
    "drug_nuisance": (CareKind.ADDICTION, "Intake bij de verslavingszorg in Doetinchem."),
    "debt_problems": (CareKind.DEBTS, "Een gesprek met de schuldhulp, met hulp bij de post."),
    "youth_nuisance": (CareKind.YOUTH, "Een jongerenwerker die langskomt, en een bijbaan."),
    "homelessness": (CareKind.HOUSING, "Een kamer met begeleiding in Terborg."),
}
USUAL_CARE = (CareKind.GUIDANCE, "Begeleiding thuis, twee keer per week.")
WEIGHED = ("said", "proportionality", "subsidiarity", "household")
STREET = (
    "Hij mag niet in het centrum komen, van 18.00 tot 06.00 uur.",
    "Alleen de straten waar het misging, en alleen 's avonds en 's nachts.",
    "De jongerenwerker, de wijkagent en een waarschuwing hielpen niet genoeg.",
    "",
)
DOOR = (
    "De schuur en de woning gaan dicht. De sleutel ligt bij de gemeente.",
    "Niet langer dan nodig is om de loop eruit te halen.",
    "Na de waarschuwing van dit voorjaar ging de handel door.",
    "De kinderen houden hun school. Er is een plek bij familie.",
)
QUIET = (
    "Na 22.00 uur geen harde muziek en geen bezoek op de galerij. Anders volgt een dwangsom.",
    "Het gaat over een paar uur per dag, en alleen over wat de buren wakker houdt.",
    "Gesprekken, buurtbemiddeling en een waarschuwing hielpen niet genoeg.",
    "",
)
SAID = {
    MeasureKind.AREA_BAN: STREET,
    MeasureKind.BEHAVIOURAL_ORDER: QUIET,
    MeasureKind.CLOSURE_DRUGS: DOOR,
    MeasureKind.TEMPORARY_HOUSE_BAN: (
        "Hij gaat tien dagen het huis uit en zoekt geen contact met zijn vrouw en kinderen.",
        "Tien dagen geven rust om hulp te beginnen; langer is nu niet nodig.",
        "Hij wilde niet uit zichzelf ergens anders slapen.",
        "Zij blijft met de kinderen in huis. Hij kan bij zijn broer terecht.",
    ),
}
ANSWERS = (CareAnswer.ACCEPTED, CareAnswer.ACCEPTED, CareAnswer.REFUSED, None, CareAnswer.STOPPED)
OFFERED = 9
"""In so many of ten cases care was offered."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One step of a measure on its day."""

    stage: Stage
    day: date
    texts: dict[str, str]
    facts: dict[str, Any]


class MeasureRows:
    """Adds what was imposed in a case, and which care was offered."""

    def __init__(self, bulk: Bulk, marks: Marks) -> None:
        """Begin; the cases themselves come first."""
        self._bulk, self._marks = bulk, marks

    def add(self, filed: Filed) -> None:
        """Add both sides."""
        number = int(filed.file.key.rpartition("-c")[2])
        owners = {track.kind: track.owner for track in filed.file.tracks if track.owner}
        if "care" in owners and number % 10 < OFFERED:
            self._offer(filed, number, self._marks.staff(owners["care"]))
        kind = MEASURES.get(filed.file.phenomenon)
        runs = filed.file.state == "active" and filed.file.phase >= IMPOSED_FROM
        if kind is not None and runs and "safety" in owners:
            self._impose(filed, kind, number, self._marks.staff(owners["safety"]))

    def _offer(self, filed: Filed, number: int, owner: UUID) -> None:
        opened = clock.local(filed.file.opened_at).date()
        offered = min(opened + timedelta(days=9 + number % 20), clock.today() - DAY)
        if offered < opened:
            return
        offer_id = self._marks.of(f"{filed.file.key}/care-offer")
        kind, note = CARE.get(filed.file.phenomenon, USUAL_CARE)
        answer = ANSWERS[number % len(ANSWERS)]
        row = {
            "id": offer_id,
            "kind": kind,
            "offered_on": offered,
            "answer": answer,
            "answered_on": min(offered + 6 * DAY, clock.today()) if answer else None,
            "offered_by_id": owner,
            "recorded_at": clock.midnight(offered) + timedelta(hours=11),
            **filed.seal.texts(CareOffer, offer_id, note=note),
        }
        self._bulk.add(CareOffer, filed.owned | row)

    def _impose(self, filed: Filed, kind: MeasureKind, number: int, owner: UUID) -> None:
        decided = clock.today() - timedelta(days=5 + number % 3)
        measure_id = self._marks.of(f"{filed.file.key}/measure")
        steps = list(_chain(kind, decided))
        imposed = next(one for one in steps if one.stage is Stage.DECISION)
        row = {
            "id": measure_id,
            "kind": kind,
            "resident_id": self._marks.of(filed.file.subject.residents[0])
            if filed.file.subject.residents
            else None,
            "stage": steps[-1].stage,
            "decided_on": decided,
            "from_on": imposed.facts["from_on"],
            "until_on": imposed.facts["until_on"],
            "extensions": 0,
            "next_on": clock.today() + timedelta(days=2 + number % 3),
            "views_until_on": None,
            "prepared_by_id": owner,
            "prepared_at": clock.midnight(decided - 40 * DAY) + timedelta(hours=10),
            **filed.seal.texts(Measure, measure_id, ground=filed.file.question),
        }
        self._bulk.add(Measure, filed.owned | row)
        for place, step in enumerate(steps):
            step_id = self._marks.of(f"{filed.file.key}/measure/{place}")
            taken = {
                "id": step_id,
                "measure_id": measure_id,
                "number": place,
                "stage": step.stage,
                "on_day": step.day,
                "recorded_by_id": owner,
                "recorded_at": clock.midnight(step.day) + timedelta(hours=14),
                **step.facts,
                **filed.seal.texts(MeasureStage, step_id, **step.texts),
            }
            self._bulk.add(MeasureStage, filed.owned | taken)


def _chain(kind: MeasureKind, decided: date) -> Iterator[Taken]:
    """Give the steps of a measure that was decided on a day and is looked after since."""
    if kind is not MeasureKind.TEMPORARY_HOUSE_BAN:
        yield _step(Stage.WARNING, decided - 38 * DAY, "De burgemeester waarschuwde per brief.")
        yield _step(Stage.INTENTION, decided - 21 * DAY, "Het voornemen is bezorgd.")
        yield _step(Stage.VIEWS, decided - 7 * DAY, "Zij zeggen dat het stil is sinds de brief.")
    weighed = {name: text for name, text in zip(WEIGHED, SAID[kind], strict=True) if text}
    term = {"from_on": decided, "until_on": decided + 10 * DAY}
    yield Taken(Stage.DECISION, decided, weighed, term)
    seen = {"said": "De wijkagent kwam langs. Het was rustig."}
    yield Taken(Stage.CHECK, decided + 2 * DAY, seen, {"result": CheckResult.KEPT})


def _step(stage: Stage, day: date, said: str) -> Taken:
    return Taken(stage, day, {"said": said}, {})
