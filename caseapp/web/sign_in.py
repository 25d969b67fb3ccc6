"""Signing in and out, and choosing a language."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField

from caseapp import accounts
from caseapp.accounts import sessions
from caseapp.flows import sweeping
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.policy import Permission
from caseapp.web import origin
from caseapp.web import session as browser
from caseapp.web.forms import Form, Required, Text
from caseapp.web.guard import guard, public
from caseapp.web.session import client_address, signed_in

bp = Blueprint("sign_in", __name__)


class SignInForm(Form):
    """Asks: Who are you?"""

    email = Text(_l("E-mailadres"), length=254, required=True)
    password = PasswordField(_l("Wachtwoord"), validators=[Required])


@bp.get("/sign-in")
@public
def new() -> ResponseReturnValue:
    """Ask who is there."""
    return render_template("sign_in/new.html", form=SignInForm())


@bp.post("/sign-in")
@public
def create() -> ResponseReturnValue:
    """Start a session; the answer is the same whether the account exists or not."""
    form = SignInForm()
    if not form.validate():
        return render_template("sign_in/new.html", form=form), 422
    origin.open_page(None)
    try:
        token = sessions.sign_in(
            form.email.data, form.password.data or "", address=client_address()
        )
    except RuleBroken as error:
        form.refuse(error)
        status = 429 if error.message == "sign-in-throttled" else 422
        return render_template("sign_in/new.html", form=form), status
    browser.begin(token)
    sweeping.sweep()
    return redirect(session.pop("after_sign_in", None) or url_for("work.index"), 303)


@bp.post("/sign-out")
@guard(Permission.PROFILE_EDIT)
def destroy(actor: Actor, office: Any) -> ResponseReturnValue:
    """End the session on the server and in the browser."""
    accounts.end_session(actor, office)
    browser.end()
    return redirect(url_for("sign_in.goodbye"), 303)


@bp.get("/signed-out")
@public
def goodbye() -> ResponseReturnValue:
    """Say goodbye; the page fetches `forget`, which empties the browser's memory of our pages."""
    return render_template("sign_in/goodbye.html")


@bp.get("/forget.css")
@public
def forget() -> ResponseReturnValue:
    """Have the browser drop what it kept: only a resource of the goodbye page gets that done."""
    return Response("", mimetype="text/css", headers={"Clear-Site-Data": '"cache"'})


@bp.post("/language")
@public
def update() -> ResponseReturnValue:
    """Choose the language of the screens: kept with the account, or with the visit."""
    language = "en" if request.form.get("language") == "en" else "nl"
    session["language"] = language
    if signed_in() is not None:
        return _keep(language)
    return redirect(url_for("sign_in.new"), 303)


def _keep(language: str) -> ResponseReturnValue:
    found = signed_in()
    if found is not None:
        origin.open_page(found.actor)
        accounts.choose_language(found.actor, found.office, language=language)
        flash(_("De taal van de schermen is gewijzigd."), "ok")
    return redirect(url_for("work.index"), 303)
