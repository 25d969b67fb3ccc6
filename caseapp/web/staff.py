"""Saying who works on a case: its director, the owners of its tracks, who else, which partner."""

from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import accounts, cases, policy
from caseapp.kernel.actor import CASEWORK_ROLES, Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.case_words import Part, TrackKind
from caseapp.model.cases import Case
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.case_page import on_from
from caseapp.web.forms import Cards, Form, FromList, asked
from caseapp.web.guard import guard
from caseapp.web.places import Place

bp = Blueprint("staff", __name__, url_prefix="/cases/<reference:reference>/staff")


class StaffForm(Form):
    """Asks: Who works on this case, and as what?"""

    user = FromList(_l("Collega"))
    part = Cards(_l("Als wat?"), Part)
    place = Cards(
        _l("Op welk spoor?"), Place, members=(Place.CARE, Place.SAFETY), must_choose=False
    )


@bp.get("/new")
@guard(Permission.CASE_DIRECT, loads=cases.by_reference)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask who works on the case, and as what."""
    form, _known = _offered(case, part=asked(Part, "part"), place=asked(Place, "place"))
    drafts.taken_up(actor, form, url_for("staff.create", reference=case.reference))
    return _page(actor, case, form)


@bp.post("")
@guard(Permission.CASE_DIRECT, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Give somebody a place on the case."""
    form, known = _offered(case)
    if form.validate():
        place = form.place.data
        wants_track = form.part.data in (Part.OWNER, Part.MEMBER)
        try:
            cases.staff_case(
                actor,
                case,
                user=known[form.user.data],
                part=form.part.data,
                track=TrackKind(place.value) if place and wants_track else None,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Dat is geregeld."), "ok")
            return on_from(actor, case)
    return _page(actor, case, form), 422


def _page(actor: Actor, case: Case, form: StaffForm) -> str:
    may_offer = policy.allows(actor, Permission.HANDOVER_OFFER, case)
    may_open = policy.allows(actor, Permission.CASE_VIEW, case)
    return render_template(
        "staff/new.html", form=form, case=case, may_offer=may_offer, may_open=may_open
    )


def _offered(case: Case, **chosen: Any) -> tuple[StaffForm, dict[str, User]]:
    found = accounts.active_holders(case.municipality_id, *CASEWORK_ROLES)
    known = {user.id.hex: user for user in found}
    form = StaffForm(**chosen)
    form.user.choices = [(key, _words(user)) for key, user in known.items()]
    return form, known


def _words(user: User) -> str:
    """Say who a colleague is; of a chain partner, also for whom they work."""
    return f"{user.name} ({user.elsewhere.name})" if user.elsewhere else user.name
