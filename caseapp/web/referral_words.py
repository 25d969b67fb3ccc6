"""What the referral package says: the fields that the application forms of such tables share."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask import g

from caseapp import policy
from caseapp.escalation import criteria
from caseapp.kernel.actor import Actor
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.content import ContentClass
from caseapp.model.escalation import Criterion, PhaseChange
from caseapp.model.shares import Share
from caseapp.policy import Permission
from caseapp.web import paper_words as words
from caseapp.web.paper_labels import Danger, Informed
from caseapp.web.paper_words import Words
from caseapp.web.wording import day, label

if TYPE_CHECKING:
    from caseapp.web.referral_papers import ReferralForm

HEAVY = frozenset({ContentClass.SPECIAL, ContentClass.CRIMINAL})
"""What the law protects more than other data of somebody (AVG articles 9 and 10)."""
ROLE = {True: "ja", False: "niet bekend"}


def of(
    actor: Actor, case: Case, form: "ReferralForm", history: Sequence[PhaseChange], number: int
) -> Words:
    """Give the whole package."""
    chosen: list[Share] = form.shared.chosen
    return words.paper(
        case,
        form.address(),
        number=number,
        title=f"Aanmelding van casus {case.reference}",
        parts=[
            _applicant(actor, case, form),
            _subjects(actor, case),
            words.part("Wat er speelt", f"{label(case.phenomenon)}."),
            words.phase(case),
            _question(form),
            _signals("Signalen van zorg", chosen, TrackKind.CARE),
            _signals("Signalen van veiligheid", chosen, TrackKind.SAFETY),
            _acute(form),
            words.part("Waarom deze fase", form.why.data or "Nog niets over besloten."),
            words.part("Wat is er geprobeerd", form.tried.data or "Niets over vastgelegd."),
            words.balance(case),
            words.agreed(actor, case),
            _criteria(form),
            _informed(form),
            words.responsible(case, history),
            _kinds_of_data(chosen),
        ],
    )


def _applicant(actor: Actor, case: Case, form: "ReferralForm") -> Words:
    mine = [one for one in case.involvements if one.is_active and one.user_id == actor.user_id]
    relation = ", ".join(dict.fromkeys(label(one.part) for one in mine)) or "door de functie"
    return part_of_pairs(
        "Wie meldt aan",
        [
            ("Naam", actor.name),
            ("Functie", g.signed_in.function),
            ("Organisatie", f"Gemeente {g.signed_in.office.name}"),
            ("Relatie tot de casus", relation),
            ("Akkoord van", form.manager.data),
        ],
    )


def _subjects(actor: Actor, case: Case) -> Words:
    people = [
        one.resident
        for one in case.subjects
        if policy.allows(actor, Permission.RESIDENT_VIEW, one.resident)
    ]
    where = f"Adres of gebied: {case.address}." if case.address else ""
    return words.part(
        "Om wie het gaat",
        where,
        "Burgerservicenummers staan niet in dit stuk.",
        columns=("Naam", "Geboren", "Adres"),
        rows=[(one.name, day(one.birth_date) or "onbekend", one.address) for one in people],
    )


def _question(form: "ReferralForm") -> Words:
    return part_of_pairs(
        "De vraag",
        [
            ("Vraag", form.question.data),
            ("Wat wij willen bereiken", form.outcome.data),
            ("Wie erbij moet zijn", form.partners.data or "Geen wens."),
        ],
    )


def _signals(title: str, chosen: Sequence[Share], track: TrackKind) -> Words:
    mine = [one.excerpt for one in chosen if one.from_track is track]
    return words.part(title, *(mine or ["Hierover gaat niets mee in dit stuk."]))


def _acute(form: "ReferralForm") -> Words:
    seen = form.dangers.chosen
    pairs: list[tuple[str, Any]] = [(label(one).capitalize(), ROLE[one in seen]) for one in Danger]
    return part_of_pairs(
        "Acute veiligheid", [*pairs, ("Wat is gedaan", form.acted.data or "Niets vermeld.")]
    )


def _criteria(form: "ReferralForm") -> Words:
    met = form.criteria.chosen
    rows = [(label(one), "ja" if one in met else "nee") for one in Criterion]
    weighed = "complexe casuïstiek" if criteria.is_complex(met) else "geen complexe casuïstiek"
    return part_of_pairs(
        "Criteria voor een complexe casus",
        [*rows, ("Samen (een hulpmiddel)", weighed), ("Toelichting", form.explained.data)],
    )


def _informed(form: "ReferralForm") -> Words:
    done = form.informed.data is Informed.DONE
    return part_of_pairs(
        "Informeren van de inwoner",
        [
            ("Stand", label(form.informed.data)),
            ("Op" if done else "Opnieuw bekijken op", day(form.informed_on.data)),
            ("Hoe en reactie" if done else "Waarom nog niet", form.informed_how.data),
        ],
    )


def _kinds_of_data(chosen: Sequence[Share]) -> Words:
    heavy = dict.fromkeys(label(one.content) for one in chosen if one.content in HEAVY)
    told = f"In dit stuk staan gegevens die {' en '.join(heavy)} zijn." if heavy else ""
    return words.part(
        "Soort gegevens en bijlagen",
        told or "De gedeelde woorden zijn gewoon of gevoelig. Kijk zelf naar de rest.",
        "Er zijn geen bijlagen.",
    )


def part_of_pairs(title: str, pairs: Sequence[tuple[str, Any]]) -> Words:
    """Give a part that tells one thing a line."""
    return words.part(
        title, columns=("Wat", "Antwoord"), rows=[(name, str(said)) for name, said in pairs]
    )
