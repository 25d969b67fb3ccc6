"""What was reported in the fictitious municipality: signals that wait, and one of each crack."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from caseapp import residents
from caseapp.demo.bulk import Bulk
from caseapp.demo.casefile import Case as File
from caseapp.demo.entities import Address, StaffMember
from caseapp.demo.marks import Marks, Seal
from caseapp.demo.staff import MAIN
from caseapp.demo.world import World
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.case_words import Phenomenon
from caseapp.model.journal import Source
from caseapp.model.sealed import DataKey
from caseapp.model.signals import Signal, Urgency

P, S = Phenomenon, Source
SEEN = 200
"""Cases that are looked at for one that is closed: a world of any size has one there."""


@dataclass(frozen=True, slots=True)
class Told:
    """One signal: what was said, since how many days, and until when."""

    body: str
    phenomenon: Phenomenon
    source: Source
    age: int
    days: int
    """From today until somebody must look."""
    place: str = ""
    at_home: bool = False
    """Whether it is about the one address on which more was reported."""
    forwarded: bool = False
    came_back: bool = False


AT_INTAKE = (
    Told(
        "Een vrouw liep 's nachts in haar nachthemd over de weg en wist niet waar ze woonde.",
        P.MISUNDERSTOOD_BEHAVIOUR,
        S.POLICE,
        age=0,
        days=0,
        place="Vrouw van rond de zeventig, bij het station",
    ),
    Told(
        "In de garage staan elke nacht andere auto's, en er komt een chemische lucht vandaan.",
        P.SUBVERSIVE_CRIME,
        S.NEIGHBOUR,
        age=2,
        days=3,
        place="Garagebox achter de Industrieweg",
    ),
)
WITH_WORKER = (
    Told(
        "Mevrouw komt niet meer op de dagbesteding en doet de deur niet open.",
        P.NEGLECT,
        S.GENERAL_PRACTITIONER,
        age=1,
        days=2,
        place="Aanleunwoning bij De Linde",
    ),
)
WITH_TEAM = (
    Told(
        "De brievenbus puilt al weken uit en de gordijnen blijven dicht.",
        P.NEGLECT,
        S.HOUSING,
        age=9,
        days=-2,
        place="Bovenwoning aan de Kerkstraat",
    ),
    Told(
        "Er kwam een aanmaning voor de huur, de vierde al.",
        P.DEBT_PROBLEMS,
        S.HOUSING,
        age=12,
        days=4,
        place="Gezin aan de Molenweg",
        forwarded=True,
    ),
    *(
        Told(
            body,
            P.RESIDENTIAL_NUISANCE,
            S.NEIGHBOUR,
            age=age,
            days=5,
            place="Flat aan het Plein, eerste verdieping",
            at_home=True,
        )
        for body, age in (
            ("Weer muziek tot vier uur.", 20),
            ("Er werd geschreeuwd en met deuren gegooid.", 11),
            ("De kinderen van hiernaast durven de trap niet meer op.", 3),
        )
    ),
    Told(
        "Hij zit weer de hele dag op het bankje en zegt dat het niet gaat.",
        P.ADDICTION,
        S.NEIGHBOUR,
        age=1,
        days=4,
        came_back=True,
    ),
)


def add_signals(bulk: Bulk, world: World, marks: Marks) -> None:
    """Let signals wait at intake, with the shown worker, and in a team where some are cracks."""
    here = [one for one in world.staff if one.municipality == MAIN.key and one.left_on is None]
    lead = next(one for one in here if one.leads and not one.of_the_day)
    intake, worker = _shown(here, Role.INTAKE), _shown(here, Role.SOCIAL_WORKER)
    home = next(iter(world.iter_households())).address
    closed = next(_closed(world), None)
    for team, known in (
        (intake.team, AT_INTAKE),
        (worker.team, WITH_WORKER),
        (lead.leads, WITH_TEAM),
    ):
        for number, told in enumerate(known):
            key = f"{team}/signal/{number}"
            if told.came_back and closed is None:
                continue
            row = _row(marks, told, key, home) | {
                "team_id": marks.of(team),
                "recorded_by_id": marks.staff(intake.key),
            }
            if told.forwarded:
                row |= {"to_team_id": marks.of(intake.team), "answer_by": _ago(1)}
            if told.came_back and closed is not None:
                row |= {
                    "resident_id": marks.of(closed.subject.residents[0]),
                    "previous_case_id": marks.of(closed.key),
                }
            seal = Seal(row["municipality_id"], row["key_id"], row["created_at"])
            texts = {"body": told.body, "place": told.place}
            if told.forwarded:
                texts["note"] = "Wie kan hier snel naar de huur kijken?"
            bulk.add(DataKey, seal.row)
            bulk.add(Signal, row | seal.texts(Signal, row["id"], **texts))


def _shown(here: list[StaffMember], role: Role) -> StaffMember:
    return next(one for one in here if one.role == role and one.of_the_day)


def _closed(world: World) -> Iterator[File]:
    """Give the closed cases of people none of whose others is open, in the order of the cases."""
    cases = [one for one in islice(world.iter_cases(), SEEN) if one.municipality == MAIN.key]
    busy = {who for one in cases if one.closed_at is None for who in one.subject.residents}
    for one in cases:
        people = one.subject.residents
        if one.closed_at is not None and people and not busy.intersection(people):
            yield one


def _row(marks: Marks, told: Told, key: str, home: Address) -> dict[str, Any]:
    office = marks.of(MAIN.key)
    address = None
    if told.at_home:
        address = residents.address_key(office, home.postcode, home.number)
    return {
        "id": marks.of(key),
        "municipality_id": office,
        "key_id": marks.of(f"{key}/key"),
        "address_key": address,
        "phenomenon": told.phenomenon.value,
        "source": told.source.value,
        "urgency": (Urgency.USUAL if told.days else Urgency.TODAY).value,
        "received_on": clock.today() - timedelta(days=told.age),
        "wants_answer": False,
        "next_on": clock.today() + timedelta(days=told.days),
        "created_at": _ago(told.age),
        "version": 1,
    }


def _ago(days: int) -> Any:
    return clock.now() - timedelta(days=days)
