"""Choosing how one is told of what: by a mail at once, in the mail of the day, or on the screen."""

from typing import Any

import wtforms
from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import notifications
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.messages import MessageKind, Way
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.forms import Choice, Form
from caseapp.web.guard import guard
from caseapp.web.notice_labels import NOTICE_TEXTS

bp = Blueprint("notice_choices", __name__, url_prefix="/profile/notices")
WORDS = {kind: text for kind, text in NOTICE_TEXTS if isinstance(kind, MessageKind)}
KINDS: list[MessageKind] = [kind for kind in notifications.CHOSEN if kind is not MessageKind.DIGEST]


class ChoicesForm(Form):
    """Asks of each kind of message: How do you want to be told?"""

    daily = wtforms.BooleanField(_l("Stuur mij elke werkdag een mail met wat er op mij wacht"))


def _name(kind: MessageKind) -> str:
    return kind.value.replace("-", "_")


for _kind in KINDS:
    _ways = notifications.offered(_kind)
    setattr(ChoicesForm, _name(_kind), Choice(WORDS[_kind], Way, members=_ways))


@bp.get("")
@guard(Permission.MESSAGES_OWN)
def edit(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Show how this person is told of what now, and ask how they want it."""
    wanted = notifications.wanted_by(actor.user_id)
    known: dict[str, Any] = {_name(kind): wanted[kind] for kind in KINDS}
    form = ChoicesForm(data=known | {"daily": wanted[MessageKind.DIGEST] is Way.AT_ONCE})
    drafts.taken_up(actor, form, url_for("notice_choices.update"))
    return _page(form)


@bp.post("")
@guard(Permission.MESSAGES_OWN)
def update(actor: Actor, office: Any) -> ResponseReturnValue:
    """Keep what was chosen."""
    form = ChoicesForm()
    if form.validate():
        ways: dict[MessageKind, Way] = {kind: form[_name(kind)].data for kind in KINDS}
        ways[MessageKind.DIGEST] = Way.AT_ONCE if form.daily.data else Way.SCREEN
        try:
            notifications.choose(actor, office, ways=ways)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Bewaard. Zo krijgt u vanaf nu bericht."), "ok")
            return redirect(url_for("notices.index"), 303)
    return _page(form), 422


def _page(form: ChoicesForm) -> str:
    return render_template(
        "notices/edit.html",
        form=form,
        fields=[form[_name(kind)] for kind in KINDS],
        always=[kind for kind in MessageKind if kind not in notifications.CHOSEN],
        action=url_for("notice_choices.update"),
        mails=current_app.config["SAMENHANG"].mail is not None,
    )
