"""What the fields of a letter hold, and how they are explained to who writes a template."""

from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l

from caseapp.kernel import clock
from caseapp.model.cases import Case
from caseapp.model.residents import Resident
from caseapp.web.wording import day

MEANINGS: dict[str, Any] = {
    "naam": _l("de naam van de inwoner"),
    "adres": _l("het adres van de inwoner"),
    "kenmerk": _l("het casusnummer en het nummer van de brief"),
    "regisseur": _l("de naam van de casusregisseur"),
    "functie_regisseur": _l("de functie van de casusregisseur"),
    "afzender": _l("de naam van wie de brief maakt"),
    "functie_afzender": _l("de functie van wie de brief maakt"),
    "gemeente": _l("de naam van de gemeente"),
    "datum": _l("de dag waarop de brief is gemaakt"),
    "tekst": _l("wat de schrijver zelf typt"),
}


def fields_of(case: Case, resident: Resident, *, number: int, body: str) -> dict[str, str]:
    """Give what stands in each field: plain texts, and nothing of any track."""
    director = case.director
    return {
        "naam": resident.name,
        "adres": resident.address,
        "kenmerk": f"{case.reference}/{number}",
        "regisseur": director.name if director is not None else "",
        "functie_regisseur": (director.function or "") if director is not None else "",
        "afzender": g.signed_in.actor.name,
        "functie_afzender": g.signed_in.function or "",
        "gemeente": g.signed_in.office.name,
        "datum": day(clock.today()),
        "tekst": body,
    }
