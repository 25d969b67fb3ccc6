"""Fields for each of several people in a plan: what they want, agree with and keep to."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from caseapp.model.cases import Case
from caseapp.model.plans import MEMBER_TEXT_LENGTH, Plan
from caseapp.plans import members
from caseapp.plans.members import Member
from caseapp.plans.parties import WHY_LENGTH, Consent, PlanParty, Presence, Stand
from caseapp.web import plan_people
from caseapp.web.forms import Choice, LongText, Text

PARTS = ("words", "safety", "presence", "consent", "why")


def of_people(case: Case) -> dict[str, Any]:
    """Give the fields of everybody the case is about; of one person, the plan itself asks it."""
    if not plan_people.is_household(case):
        return {}
    fields: dict[str, Any] = {
        "is_joint": BooleanField(
            _l("Dit is van iedereen samen: ieder van hen mag het op het eigen exemplaar lezen")
        )
    }
    for person, name in plan_people.people(case).items():
        said = {"name": name}
        fields |= {
            f"words_{person.hex}": LongText(
                _("%(name)s: wat wilt u zelf? In eigen woorden", **said), length=MEMBER_TEXT_LENGTH
            ),
            f"safety_{person.hex}": LongText(
                _("%(name)s: wat is afgesproken voor als het misgaat?", **said),
                length=MEMBER_TEXT_LENGTH,
            ),
            f"presence_{person.hex}": Choice(
                _("%(name)s: gevraagd?", **said), Presence, must_choose=False
            ),
            f"consent_{person.hex}": Choice(
                _("%(name)s: eens met het plan?", **said), Consent, must_choose=False
            ),
            f"why_{person.hex}": Text(_("%(name)s: waarom niet?", **said), length=WHY_LENGTH),
        }
    return fields


def filled(plan: Plan) -> dict[str, Any]:
    """Give what stands in the boxes before anybody writes."""
    found: dict[str, Any] = {"is_joint": plan.is_joint}
    for person, one in members.read(plan.members).items():
        values = (one.own_words, one.safety, one.stand.presence, one.stand.consent, one.stand.why)
        found |= {f"{part}_{person.hex}": value for part, value in zip(PARTS, values, strict=True)}
    return found


def sent(form: Any, case: Case) -> dict[UUID, Member] | None:
    """Give the part of each as filled in; nothing where the plan is of one person."""
    if not plan_people.is_household(case):
        return None
    return {person: _member(form, person) for person in plan_people.people(case)}


def _member(form: Any, person: UUID) -> Member:
    words, safety, *stand = (form[f"{part}_{person.hex}"].data for part in PARTS)
    return Member(words or "", Stand(*stand), safety or "")


def groups(form: Any, case: Case) -> Iterator[tuple[str, list[Any]]]:
    """Give the boxes of each person, under their name."""
    if plan_people.is_household(case):
        for person, name in plan_people.people(case).items():
            yield name, [form[f"{part}_{person.hex}"] for part in PARTS]


def rows(form: Any, case: Case) -> list[Any]:
    """Give the boxes of the parties; of several people each has their own, in place of one."""
    several = plan_people.is_household(case)
    return [
        row
        for party, row in zip(PlanParty, form.party_rows(), strict=True)
        if not (several and party is PlanParty.RESIDENT and not any(one.data for one in row))
    ]
