"""The form that asks how it is: a score and what is seen, for each area of life of the plan."""

from collections.abc import Container, Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import Choice as Offer  # type: ignore[attr-defined] # stubs lag

from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.cases import Case
from caseapp.model.domains import Area
from caseapp.model.measurements import EVIDENCE_LENGTH
from caseapp.model.plan_words import Domain, Level, SeenBy
from caseapp.plans import own_sets
from caseapp.plans.measuring import Scored
from caseapp.web import plan_page, plan_people, wording
from caseapp.web.area_fields import area_name
from caseapp.web.forms import Cards, Choice, Day, Form, FromList, LongText
from caseapp.web.places import Place


class Score(Choice):
    """How it is in one area, or that it is not measured now."""

    def iter_choices(self) -> Iterator[Offer]:
        """Offer the scores, after not measuring."""
        for offer in super().iter_choices():
            yield offer if offer[0] else Offer("", wording.gettext("niet gemeten"), offer[2], {})


class MeasureForm(Form):
    """Asks: How is it in each area of life, on which day, and by what do you see that?"""

    whose = FromList(_l("Van wie meet u?"))
    place = Cards(_l("Wie mag dit lezen?"), Place)
    measured_on = Day(_l("Op welke dag?"), required=True, past=True)
    seen_by = Cards(_l("Wie ziet het zo?"), SeenBy)


def with_typed(case: Case, offered: Sequence[Area], names: Container[str]) -> list[Area]:
    """Give the areas of the plan, and those typed in that left it meanwhile: no text is lost."""
    own = [Area.of(one) for which in own_sets.own_sets(case.municipality_id)
           for one in which.domains]  # fmt: skip
    known = dict.fromkeys([*offered, *map(Area.of, Domain), *own])
    return [
        area
        for area in known
        if area in offered or any(f"{part}_{area.key}" in names for part in ("score", "evidence"))
    ]


def form_of(actor: Actor, case: Case, areas: Sequence[Area]) -> MeasureForm:
    """Make the form with two fields for each area of life."""
    fields: dict[str, Any] = {}
    for area in areas:
        name = {"area": area_name(area)}
        fields[f"score_{area.key}"] = Score(_("%(area)s: score", **name), Level, must_choose=False)
        fields[f"evidence_{area.key}"] = LongText(
            _("%(area)s: waaraan ziet u dat?", **name), length=EVIDENCE_LENGTH
        )
    places = plan_page.places(actor, case)
    made = type("MeasureForm", (MeasureForm,), fields)
    form: MeasureForm = made(
        place=places[0] if places else None,
        measured_on=clock.today(),
        seen_by=SeenBy.PROFESSIONAL,
    )
    form.place.members = places
    plan_people.offer(form, case)
    return form


def scores(form: MeasureForm, areas: Sequence[Area]) -> dict[Area, Scored]:
    """Give what was filled in: areas with neither a score nor a text were not measured."""
    found = {
        area: Scored(form[f"score_{area.key}"].data, form[f"evidence_{area.key}"].data or "")
        for area in areas
    }
    return {area: one for area, one in found.items() if one.level is not None or one.evidence}
