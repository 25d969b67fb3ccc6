"""What the plan says on paper: of one person all of it, of several everybody's part or one's own.

What goes along on the copy of one of several people is asked of the database so: rows of the others
are not read for it.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from caseapp import accesslog, plans
from caseapp.kernel.actor import Actor
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.plans import Plan
from caseapp.model.whose import TOGETHER, Whose
from caseapp.papers.addressing import Address
from caseapp.plans import measuring, members, parties
from caseapp.plans.measuring import Line
from caseapp.plans.members import Member
from caseapp.plans.parties import Stand
from caseapp.web import paper_words as words
from caseapp.web import plan_people
from caseapp.web.area_fields import area_name
from caseapp.web.measurement_words import difference
from caseapp.web.paper_words import Words
from caseapp.web.wording import day, label

SIDES = "voor beide sporen"


def paper(
    actor: Actor,
    case: Case,
    plan: Plan,
    *,
    address: Address,
    number: int,
    track: TrackKind | None,
) -> Words:
    """Give the whole paper: what is for both, one track when it was asked for, and never two."""
    person = address.person
    named = "" if track is None else f" met het {label(track)}"
    whom = "" if person is None else f" van {plan_people.people(case)[person]}"
    since = f"Versie {plan.number}, geldt sinds {day(plan.confirmed_at)}."
    own = "Op dit exemplaar staat wat van iedereen samen is, en wat van u is."
    return words.paper(
        case,
        address,
        number=number,
        title=f"Plan van aanpak{whom}{named}, casus {case.reference}",
        parts=[
            words.part("Welk plan dit is", since, *([] if person is None else [own])),
            *_own_words(case, plan, person),
            *_side(actor, case, plan, None, person),
            *(_side(actor, case, plan, track, person) if track is not None else ()),
            _measured(actor, case, track, person),
            *_agreed(case, plan, person),
            _stands(case, plan, person),
        ],
    )


def told(
    actor: Actor, case: Case, plan: Plan, *, person: UUID | None, track: TrackKind | None
) -> Collection[UUID] | None:
    """Give of whom a copy tells, where not of everybody: one with something of all tells of all."""
    if person is None:
        return None
    sides = {None, track}
    joint = plan.is_joint and (plan.own_words or plan.signs or plan.safety or plan.to_call)
    found: list[Any] = [
        *plans.goals(actor, case, plan.number, person=person),
        *(one.action for one in plans.standing(actor, case, person=person).open),
    ]
    measured = [one.whose for one in _lines(actor, case, track, person)]
    of_all = [Whose.of(one) for one in found if one.track in sides] + measured
    return None if joint or TOGETHER in of_all else {person}


def _several(case: Case, person: UUID | None) -> bool:
    """Tell whether what is whose has to be said on it: everybody's part of several people."""
    return person is None and plan_people.is_household(case)


def _each(case: Case, plan: Plan, person: UUID | None) -> Iterator[tuple[str, Member]]:
    """Give the part of each that goes along, by name; who is told of has a line in the log."""
    for one, member in members.read(plan.members).items():
        if one == person or (person is None and _goes(case, Whose(one))):
            accesslog.also_about([(one, case.id)])
            yield plan_people.name_of(case, Whose(one)), member


def _goes(case: Case, whose: Whose) -> bool:
    """Tell whether it goes on a plan of everybody: of one person, nothing of who left the case."""
    several, left = plan_people.is_household(case), plan_people.left(case, whose)
    return several or not left


def _own_words(case: Case, plan: Plan, person: UUID | None) -> list[Words]:
    several = plan_people.is_household(case)
    title = "Wat iedereen samen wil" if several else "Wat de inwoner zelf wil"
    goes = person is None or plan.is_joint
    said = plan.own_words or ("" if several else "Nog niet opgeschreven.")
    return [
        words.part(title, said if goes else ""),
        *(words.part(f"Wat {name} zelf wil", one.own_words)
          for name, one in _each(case, plan, person)),
    ]  # fmt: skip


def _agreed(case: Case, plan: Plan, person: UUID | None) -> list[Words]:
    goes = person is None or plan.is_joint
    texts = (
        *_said("Waaraan merken we dat het misgaat", plan.signs),
        *_said("Wie doet dan wat", plan.safety),
        *_said("Wie bellen we", plan.to_call),
    )
    return [
        words.part("Veiligheidsafspraken", *(texts if goes else ())),
        *(words.part(f"Veiligheidsafspraken met {name}", one.safety)
          for name, one in _each(case, plan, person)),
    ]  # fmt: skip


def _said(name: str, text: str) -> list[str]:
    return [f"{name}: {text}"] if text else []


def _side(
    actor: Actor, case: Case, plan: Plan, track: TrackKind | None, person: UUID | None
) -> Sequence[Words]:
    """Give the goals and the open actions of one side of the plan, and of no other."""
    side = SIDES if track is None else f"op het {label(track)}"
    known = plans.goals(actor, case, plan.number, person=person)
    goals = [one for one in known if one.track is track and _goes(case, Whose.of(one))]
    standing = plans.standing(actor, case, person=person)
    open_now = [
        one
        for one in standing.open
        if one.action.track is track and _goes(case, Whose.of(one.action))
    ]
    several = _several(case, person)
    whom = ("Van wie",) if several else ()
    return [
        words.part(
            f"Doelen {side}",
            *([] if goals else ["Er is hier geen doel."]),
            columns=(*whom, "Leefgebied", "Doel"),
            rows=[
                (*_whom(case, Whose.of(one), several), area_name(one), one.text) for one in goals
            ],
        ),
        words.part(
            f"Wie doet wat {side}",
            *([] if open_now else ["Er staat hier niets open."]),
            columns=(*whom, "Wat", "Wie", "Voor"),
            rows=[
                (
                    *_whom(case, Whose.of(one.action), several),
                    one.action.text,
                    one.holder.name if one.holder is not None else "nog niemand",
                    day(one.due_on),
                )
                for one in open_now
            ],
        ),
    ]


def _whom(case: Case, whose: Whose, several: bool) -> list[str]:  # noqa: FBT001 - asked once above
    return [plan_people.name_of(case, whose)] if several else []


def _lines(actor: Actor, case: Case, track: TrackKind | None, person: UUID | None) -> list[Line]:
    known = measuring.lines(actor, case, person=person)
    return [one for one in known if one.track in (None, track) and _goes(case, one.whose)]


def _measured(actor: Actor, case: Case, track: TrackKind | None, person: UUID | None) -> Words:
    """Give the last score of each area of life: since when, and what changed; not what was seen."""
    several = _several(case, person)
    return words.part(
        "Hoe het gaat",
        columns=(*(("Van wie",) if several else ()), "Leefgebied", "Score", "Op", "Verschil"),
        rows=[
            (
                *_whom(case, line.whose, several),
                area_name(line.area),
                f"{label(course.last.level)} ({label(course.seen_by)})",
                day(course.last.measured_on),
                difference(course.change),
            )
            for line in _lines(actor, case, track, person)
            for course in line.courses
        ],
    )


def _stands(case: Case, plan: Plan, person: UUID | None) -> Words:
    shown = [(name, one.stand) for name, one in _each(case, plan, person) if one.stand.is_said]
    if person is None:
        shown += [(label(party), one) for party, one in parties.read(plan.parties).items()]
    return words.part(
        "Wie dacht mee, en wie stemt in",
        columns=("Wie", "Meegedacht en ingestemd", "Toelichting"),
        rows=[_stand(name, one) for name, one in shown],
    )


def _stand(name: str, one: Stand) -> tuple[str, str, str]:
    said = ", ".join(label(word) for word in (one.presence, one.consent) if word is not None)
    return name, said, one.why
