"""The accounts of colleagues, for the functional administrator. Nothing about any case."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # stubs lag behind
from wtforms.validators import Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from caseapp import accounts, organisations
from caseapp.accesslog import Event
from caseapp.accounts import passwords
from caseapp.kernel.actor import Actor, Role
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.policy import Permission
from caseapp.web import drafts, holding_words, labels, messages
from caseapp.web.forms import Form, Text
from caseapp.web.guard import guard

bp = Blueprint("users", __name__, url_prefix="/users")
deactivation = Blueprint("deactivation", __name__, url_prefix="/<id:user_id>/deactivation")


class Several(SelectMultipleField):
    """Any number of a list, all of them in view."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
    offered: set[str]

    def __init__(self, label: Any, *, must_choose: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.flags.required = must_choose

    def offer(self, choices: Iterable[tuple[str, str]]) -> None:
        """Offer (value, text) pairs."""
        offered = list(choices)
        self.offered = {value for value, _text in offered}
        self.choices = [SelectChoice(value, text) for value, text in offered]

    def pre_validate(self, _form: Any) -> None:
        """Refuse what is not on the list."""
        if not self.offered.issuperset(self.data or ()):
            raise ValidationError(str(_l("Kies uit de lijst.")))


class UserForm(Form):
    """What does this colleague do here?"""

    function = Text(_l("Functie"), length=120, required=True)
    roles = Several(_l("Rollen"), must_choose=True)
    teams = Several(_l("Werkt in team"))
    leads = Several(_l("Leidt team"))
    organisation = SelectField(_l("Organisatie van een ketenpartner"), validate_choice=False)

    def offer(self, municipality_id: UUID) -> None:
        """Offer the roles, and the teams of this municipality."""
        self.roles.offer((role.value, labels.of(role)) for role in Role)
        known = [(team.id.hex, team.name) for team in accounts.teams(municipality_id)]
        self.teams.offer(known)
        self.leads.offer(known)
        around = organisations.organisations(municipality_id)
        self.organisation.choices = [SelectChoice("", _("Geen"))] + [
            SelectChoice(one.id.hex, one.name) for one in around
        ]

    def facts(self) -> dict[str, Any]:
        """Give what the actions take."""
        return {
            "function": self.function.data,
            "roles": [Role(value) for value in self.roles.data or ()],
            "team_ids": [UUID(value) for value in self.teams.data or ()],
            "led_team_ids": [UUID(value) for value in self.leads.data or ()],
            "organisation_id": self._chosen_organisation(),
        }

    def _chosen_organisation(self) -> UUID | None:
        """Give the organisation that was chosen from the list; what is not on it is none."""
        chosen = self.organisation.data or ""
        offered = {choice[0] for choice in self.organisation.iter_choices()} - {""}
        return UUID(chosen) if chosen in offered else None


class InvitationForm(UserForm):
    """Who comes to work here?"""

    name = Text(_l("Naam"), length=160, required=True)
    email = Text(
        _l("E-mailadres"),
        length=254,
        required=True,
        extra=[Regexp(rf"^{accounts.ADDRESS}$", message=_l("Dit is geen e-mailadres."))],
    )


@bp.get("")
@guard(Permission.USERS_BROWSE, records=Event.USERS_SHOWN)
def index(actor: Actor, office: Any) -> ResponseReturnValue:
    """Show who has an account, with roles and teams."""
    people = accounts.colleagues(office.id)
    return render_template("users/index.html", people=people, own_id=actor.user_id)


@bp.get("/new")
@guard(Permission.USER_INVITE)
def new(actor: Actor, office: Any) -> ResponseReturnValue:
    """Ask who comes to work here."""
    form = InvitationForm()
    form.offer(office.id)
    drafts.taken_up(actor, form, url_for("users.create"))
    return render_template("users/new.html", form=form)


@bp.post("")
@guard(Permission.USER_INVITE)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Make the account, and show its first password this once.

    Nobody chooses that password: it is drawn here, stands on this answer only, and is kept as a
    hash. The answer is not a redirect, for then the password would have to be kept in between; who
    sends the form again comes to the account, without the password.
    """
    form = InvitationForm()
    form.offer(office.id)
    if form.validate():
        password = passwords.drawn()
        who: dict[str, Any] = {"name": form.name.data, "email": form.email.data}
        try:
            user = accounts.invite(actor, office, password=password, **who, **form.facts())
        except RuleBroken as error:
            form.refuse(error)
        else:
            page = render_template("users/created.html", user=user, password=password)
            return page, 201, {"Location": url_for("users.edit", user_id=user.id)}
    return render_template("users/new.html", form=form), 422


@bp.get("/<id:user_id>/edit")
@guard(Permission.USER_ARRANGE, loads=accounts.user, records=Event.USERS_SHOWN)
def edit(actor: Actor, user: User) -> ResponseReturnValue:
    """Show what a colleague may do, to be changed."""
    form = UserForm(
        function=user.function,
        roles=[role.value for role in user.roles],
        teams=[m.team_id.hex for m in user.memberships if not m.is_lead],
        leads=[m.team_id.hex for m in user.memberships if m.is_lead],
        organisation=user.organisation_id.hex if user.organisation_id else "",
    )
    form.offer(user.municipality_id)
    action = url_for("users.update", user_id=user.id)
    overtaken = drafts.taken_up(actor, form, action, version=user.version)
    return _edit_page(actor, user, form, overtaken=overtaken)


def _edit_page(actor: Actor, user: User, form: UserForm, *, overtaken: bool) -> str:
    return render_template(
        "users/edit.html",
        form=form,
        user=user,
        own_id=actor.user_id,
        still_open=holding_words.summary(user.id) if user.is_active else [],
        leads=[one.name for one in accounts.leads_of(user)] if user.is_active else [],
        theirs=list(_as_it_stands(user).items()) if overtaken else [],
    )


@bp.post("/<id:user_id>")
@guard(Permission.USER_ARRANGE, loads=accounts.user, records=Event.USERS_SHOWN)
def update(actor: Actor, user: User) -> ResponseReturnValue:
    """Keep what a colleague may do; a right that goes is gone at their next click."""
    form = UserForm()
    form.offer(user.municipality_id)
    if form.validate():
        form.must_be_made_from(user, lambda: _as_it_stands(user))
        try:
            accounts.arrange(actor, user, **form.facts())
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De rechten van deze collega zijn gewijzigd."), "ok")
            return redirect(url_for("users.index"), 303)
    return _edit_page(actor, user, form, overtaken=False), 422


def _as_it_stands(user: User) -> dict[str, str]:
    return {
        _("Functie"): user.function,
        _("Rollen"): ", ".join(labels.of(role) for role in sorted(user.roles)),
        _("Werkt in team"): ", ".join(m.team.name for m in user.memberships if not m.is_lead),
        _("Leidt team"): ", ".join(m.team.name for m in user.memberships if m.is_lead),
        _("Organisatie van een ketenpartner"): user.organisation.name if user.organisation else "",
    }


@deactivation.post("", endpoint="create")
@guard(Permission.USER_ARRANGE, loads=accounts.user)
def end_access(actor: Actor, user: User) -> ResponseReturnValue:
    """End a colleague's access: who is at a screen now lands on the sign-in page."""
    at_once = request.form.get("at_once") == "y"
    try:
        accounts.deactivate(actor, user, at_once=at_once)
    except RuleBroken as error:
        flash(messages.of(error), "warning")
        if error.message == "user-holds-work":
            return redirect(url_for("users.edit", user_id=user.id), 303)
    else:
        flash(_("De toegang is beëindigd. Open sessies zijn gesloten."), "ok")
    return redirect(url_for("users.index"), 303)


bp.register_blueprint(deactivation)
