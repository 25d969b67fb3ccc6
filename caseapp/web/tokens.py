"""Tokens with which other systems call: made here, shown once, ended here."""

from typing import Any

import wtforms
from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import NumberRange

from caseapp import tokens
from caseapp.accesslog import Event
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.tokens import ApiScope, ApiToken
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.forms import Cards, Form, Text
from caseapp.web.guard import guard

bp = Blueprint("tokens", __name__, url_prefix="/tokens")
endings = Blueprint("endings", __name__)
RANGE = NumberRange(1, tokens.LONGEST_DAYS, _l("Kies een aantal dagen van 1 tot en met 90."))


class TokenForm(Form):
    """For which system, what may it ask, and how long?"""

    name = Text(_l("Voor welk systeem?"), length=120, required=True)
    scope = Cards(_l("Wat mag het opvragen?"), ApiScope)
    days = wtforms.IntegerField(_l("Hoeveel dagen werkt het?"), validators=[RANGE], default=90)


@bp.get("")
@guard(Permission.TOKENS_ARRANGE, records=Event.TOKENS_SHOWN)
def index(actor: Actor, office: Any) -> ResponseReturnValue:
    """Show the tokens there are, and ask for which system another is."""
    form = TokenForm()
    drafts.taken_up(actor, form, url_for("tokens.create"))
    return _page(office, form)


@bp.post("")
@guard(Permission.TOKENS_ARRANGE, records=Event.TOKENS_SHOWN)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Make a token; its text is on this page and nowhere else."""
    form = TokenForm()
    if not form.validate():
        return _page(office, form), 422
    _token, text = tokens.make_token(
        actor,
        office,
        name=form.name.data,
        scope=form.scope.data,
        days=form.days.data or tokens.LONGEST_DAYS,
    )
    return _page(office, TokenForm(formdata=None), made=text)


@endings.post("/<id:token_id>/ending", endpoint="create")
@guard(Permission.TOKEN_END, loads=tokens.token, records=Event.TOKENS_SHOWN)
def create_ending(actor: Actor, token: ApiToken) -> ResponseReturnValue:
    """End a token."""
    tokens.end_token(actor, token)
    flash(_("Het token werkt niet meer."), "ok")
    return redirect(url_for("tokens.index"), 303)


def _page(office: Any, form: TokenForm, made: str = "") -> str:
    now = clock.now()
    return render_template(
        "tokens/index.html", form=form, made=made, now=now, tokens=tokens.tokens(office.id)
    )


bp.register_blueprint(endings)
