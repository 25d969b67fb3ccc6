"""Fields for who was asked to make a plan together: three boxes for each party."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from caseapp.plans.parties import WHY_LENGTH, Consent, PlanParty, Presence, Stand
from caseapp.web.forms import Choice, Form, Text


class PartyForm(Form):
    """Asks of each party: Were they asked, do they agree, and why not?"""

    def stands(self) -> dict[PlanParty, Stand]:
        """Give how each party stands, as filled in."""
        return {
            party: Stand(*(self[name].data for name in _of_party(party))) for party in PlanParty
        }

    def party_rows(self) -> list[tuple[Any, Any, Any]]:
        """Give the three boxes of each party."""
        return [tuple(self[name] for name in _of_party(party)) for party in PlanParty]


def filled(stands: Mapping[PlanParty, Stand]) -> dict[str, Any]:
    """Give what stands in the boxes before anybody chooses: how each party stood."""
    return {
        name: value
        for party, stand in stands.items()
        for name, value in zip(
            _of_party(party), (stand.presence, stand.consent, stand.why), strict=True
        )
    }


def _of_party(party: PlanParty) -> tuple[str, str, str]:
    name = party.name.lower()
    return f"{name}_presence", f"{name}_consent", f"{name}_why"


_TEXTS = {
    PlanParty.RESIDENT: (
        _l("De inwoner: gevraagd?"),
        _l("De inwoner: eens met het plan?"),
        _l("De inwoner: waarom niet?"),
    ),
    PlanParty.HOUSEHOLD: (
        _l("Gezin of huisgenoten: gevraagd?"),
        _l("Gezin of huisgenoten: eens met het plan?"),
        _l("Gezin of huisgenoten: waarom niet?"),
    ),
    PlanParty.REPRESENTATIVE: (
        _l("Wettelijk vertegenwoordiger: gevraagd?"),
        _l("Wettelijk vertegenwoordiger: eens met het plan?"),
        _l("Wettelijk vertegenwoordiger: waarom niet?"),
    ),
    PlanParty.NETWORK: (
        _l("Steunfiguur of netwerk: gevraagd?"),
        _l("Steunfiguur of netwerk: eens met het plan?"),
        _l("Steunfiguur of netwerk: waarom niet?"),
    ),
    PlanParty.CARE_PARTNERS: (
        _l("Partners in de zorg: gevraagd?"),
        _l("Partners in de zorg: eens met het plan?"),
        _l("Partners in de zorg: waarom niet?"),
    ),
    PlanParty.SAFETY_PARTNERS: (
        _l("Partners in de veiligheid: gevraagd?"),
        _l("Partners in de veiligheid: eens met het plan?"),
        _l("Partners in de veiligheid: waarom niet?"),
    ),
    PlanParty.HOUSING: (
        _l("Woningcorporatie: gevraagd?"),
        _l("Woningcorporatie: eens met het plan?"),
        _l("Woningcorporatie: waarom niet?"),
    ),
}
for _party, _labels in _TEXTS.items():
    for _name, _field in zip(
        _of_party(_party),
        (
            Choice(_labels[0], Presence, must_choose=False),
            Choice(_labels[1], Consent, must_choose=False),
            Text(_labels[2], length=WHY_LENGTH),
        ),
        strict=True,
    ):
        setattr(PartyForm, _name, _field)
