"""The address of one's own calendar: made here, shown once, made anew, ended."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from caseapp import calendars
from caseapp.kernel.actor import Actor
from caseapp.policy import Permission
from caseapp.web.guard import guard

bp = Blueprint("calendar_feeds", __name__, url_prefix="/profile/calendar")


@bp.get("")
@guard(Permission.MESSAGES_OWN)
def index(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Show whether this person has an address for their calendar."""
    return _page(actor)


@bp.post("")
@guard(Permission.MESSAGES_OWN)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Make an address, in place of the one before; it is on this page and nowhere else."""
    secret = calendars.make_feed(actor, office)
    return _page(actor, made=url_for("calendars.show", secret=secret, _external=True))


@bp.post("/ending")
@guard(Permission.MESSAGES_OWN)
def destroy(actor: Actor, office: Any) -> ResponseReturnValue:
    """End the address: whoever asks under it finds nothing any more."""
    calendars.end_feed(actor, office)
    flash(
        _("Het adres werkt niet meer. Wat uw agenda al had opgehaald, haalt u daar zelf weg."), "ok"
    )
    return redirect(url_for("calendar_feeds.index"), 303)


def _page(actor: Actor, made: str = "") -> str:
    feed = calendars.feed_of(actor.user_id)
    return render_template("calendars/index.html", feed=feed, made=made)
