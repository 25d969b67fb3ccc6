"""Fields for who has which responsibility in a phase, and for who heard that a case went up."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from caseapp.escalation.duties import NAME_LENGTH, WHY_LENGTH, Heard, Post
from caseapp.model.escalation import Duty, Party
from caseapp.web.forms import Day, Form, Text


class DutyForm(Form):
    """Two boxes for each responsibility, and two for each party that should hear of it."""

    def posts(self) -> dict[Duty, Post]:
        """Give who has which responsibility, as filled in."""
        return {duty: Post(*(self[name].data for name in _of_duty(duty))) for duty in Duty}

    def heard(self) -> dict[Party, Heard]:
        """Give who heard of it, or why not, as filled in."""
        return {party: Heard(*(self[name].data for name in _of_party(party))) for party in Party}

    def duty_rows(self) -> list[tuple[Duty, Any, Any]]:
        """Give the two boxes of each responsibility."""
        return [(duty, *(self[name] for name in _of_duty(duty))) for duty in Duty]

    def party_rows(self) -> list[tuple[Party, Any, Any]]:
        """Give the two boxes of each party."""
        return [(party, *(self[name] for name in _of_party(party))) for party in Party]


def filled(posts: Mapping[Duty, Post]) -> dict[str, str]:
    """Give what stands in the boxes before anybody types: who has it now."""
    return {
        name: text
        for duty, post in posts.items()
        for name, text in zip(_of_duty(duty), (post.organisation, post.person), strict=True)
    }


def _of_duty(duty: Duty) -> tuple[str, str]:
    name = duty.name.lower()
    return f"{name}_organisation", f"{name}_person"


def _of_party(party: Party) -> tuple[str, str]:
    name = party.name.lower()
    return f"{name}_on", f"{name}_why_not"


_DUTY_TEXTS = {
    Duty.CASE_DIRECTION: (_l("Casusregie: organisatie"), _l("Casusregie: naam en functie")),
    Duty.PROCESS_DIRECTION: (_l("Procesregie: organisatie"), _l("Procesregie: naam en functie")),
    Duty.OPERATIONAL: (
        _l("Operationeel verantwoordelijk: organisatie"),
        _l("Operationeel verantwoordelijk: naam en functie"),
    ),
    Duty.ADMINISTRATIVE: (
        _l("Bestuurlijk verantwoordelijk: organisatie"),
        _l("Bestuurlijk verantwoordelijk: naam en functie"),
    ),
}
_PARTY_TEXTS = {
    Party.HOUSEHOLD: (_l("Inwoner en gezin gehoord op"), _l("Of: waarom inwoner en gezin niet?")),
    Party.PARTNERS: (_l("Partners gehoord op"), _l("Of: waarom partners niet?")),
    Party.ALDERMAN: (_l("Wethouder gehoord op"), _l("Of: waarom de wethouder niet?")),
    Party.MAYOR: (_l("Burgemeester gehoord op"), _l("Of: waarom de burgemeester niet?")),
}
for _duty, _texts in _DUTY_TEXTS.items():
    for _name, _text in zip(_of_duty(_duty), _texts, strict=True):
        setattr(DutyForm, _name, Text(_text, length=NAME_LENGTH))
for _party, (_on_text, _why_text) in _PARTY_TEXTS.items():
    _on, _why_not = _of_party(_party)
    setattr(DutyForm, _on, Day(_on_text, past=True))
    setattr(DutyForm, _why_not, Text(_why_text, length=WHY_LENGTH))
