"""The screens of a resident: registering somebody who is not known yet, looking, changing."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from caseapp import policy, residents
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.residents import Resident
from caseapp.policy import Permission
from caseapp.residents import Found
from caseapp.web import drafts, resident_page
from caseapp.web.guard import guard
from caseapp.web.resident_form import ResidentForm, as_it_stands, filled_from, form_with

bp = Blueprint("residents", __name__, url_prefix="/residents")


@bp.get("/new")
@guard(Permission.RESIDENT_REGISTER)
def new(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Ask who it is; what was searched for before stands in the boxes already."""
    form = form_with(_searched_for(actor, request.args.get("search", "")))
    drafts.taken_up(actor, form, url_for("residents.create"))
    return _new_page(form, [])


@bp.post("")
@guard(Permission.RESIDENT_REGISTER, records=Event.RESIDENTS_SEARCHED)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Register somebody, after showing who looks alike and hearing that it is somebody else."""
    form = ResidentForm()
    alike: list[Found] = []
    if form.validate():
        facts = form.facts()
        alike = residents.possible_duplicates(actor, **facts)
        if _decided(form, alike):
            try:
                resident = residents.register(actor, office, **facts)
            except RuleBroken as error:
                form.refuse(error)
            else:
                flash(_("De inwoner is ingeschreven."), "ok")
                return redirect(url_for("residents.show", resident_id=resident.id), 303)
    form.somebody_else.data = ",".join(found.resident.id.hex for found in alike)
    return _new_page(form, alike), 422


def _new_page(form: ResidentForm, alike: list[Found]) -> str:
    action = url_for("residents.create")
    return render_template("residents/new.html", form=form, alike=alike, action=action)


def _decided(form: ResidentForm, alike: list[Found]) -> bool:
    """Tell whether everybody who looks alike was shown, and found to be somebody else."""
    shown = set((form.somebody_else.data or "").split(","))
    return all(found.resident.id.hex in shown for found in alike)


def _searched_for(actor: Actor, typed: str) -> dict[str, Any]:
    """Give what somebody searched for just before, as facts; of another's search nothing."""
    try:
        search = residents.search(UUID(hex=typed))
    except ValueError:
        return {}
    if search is None or not policy.allows(actor, Permission.SEARCH_READ, search):
        return {}
    return residents.Question.read_back(search.terms).as_facts()


@bp.get("/<id:resident_id>")
@guard(Permission.RESIDENT_VIEW, loads=residents.resident, records=Event.RESIDENT_SHOWN)
def show(actor: Actor, resident: Resident) -> ResponseReturnValue:
    """Show who somebody is, with whom they live and relate, and the cases one may open."""
    return resident_page.page(actor, resident)


@bp.get("/<id:resident_id>/edit")
@guard(Permission.RESIDENT_EDIT, loads=residents.resident, records=Event.RESIDENT_SHOWN)
def edit(actor: Actor, resident: Resident) -> ResponseReturnValue:
    """Show what is registered, to be changed; a draft that was overtaken says so."""
    form = filled_from(resident)
    action = url_for("residents.update", resident_id=resident.id)
    overtaken = drafts.taken_up(actor, form, action, version=resident.version)
    return _edit_page(form, resident, overtaken=overtaken)


@bp.post("/<id:resident_id>")
@guard(Permission.RESIDENT_EDIT, loads=residents.resident, records=Event.RESIDENT_SHOWN)
def update(actor: Actor, resident: Resident) -> ResponseReturnValue:
    """Keep what changed; who comes second sees both texts."""
    form = ResidentForm()
    if form.validate():
        form.must_be_made_from(resident, lambda: as_it_stands(resident))
        try:
            residents.change(actor, resident, **form.facts())
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De gegevens zijn bewaard."), "ok")
            return redirect(url_for("residents.show", resident_id=resident.id), 303)
    return _edit_page(form, resident, overtaken=False), 422


def _edit_page(form: ResidentForm, resident: Resident, *, overtaken: bool) -> str:
    return render_template(
        "residents/edit.html",
        form=form,
        resident=resident,
        action=url_for("residents.update", resident_id=resident.id),
        theirs=list(as_it_stands(resident).items()) if overtaken else [],
    )
