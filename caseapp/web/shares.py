"""Moving a part of a step to the strip: ask, show how the other side reads it, and decide."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from caseapp import cases, journal, papers, policy
from caseapp.accesslog import Event
from caseapp.journal import sharing
from caseapp.journal.sharing import excerpts
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.meetings import items
from caseapp.model.cases import Case
from caseapp.model.content import ContentClass
from caseapp.model.journal import BODY_LENGTH, Step
from caseapp.model.shares import PURPOSE_LENGTH, Share, ShareGround
from caseapp.papers import letters
from caseapp.policy import Permission
from caseapp.web import drafts, meeting_page, messages
from caseapp.web.forms import Choice, Day, Form, LongText
from caseapp.web.guard import guard

bp = Blueprint("shares", __name__)


class ShareForm(Form):
    """Asks: What may the other side read, what for, on which ground, and until when?"""

    excerpt = LongText(_l("Wat deelt u?"), length=BODY_LENGTH, required=True)
    purpose = LongText(
        _l("Waarvoor heeft de andere kant dit nodig?"), length=PURPOSE_LENGTH, required=True
    )
    content = Choice(_l("Soort gegevens"), ContentClass)
    ground = Choice(_l("Grondslag"), ShareGround)
    until_on = Day(_l("Tot en met"), required=True, future=True)
    previewed = HiddenField()
    """What was read as the other side reads it: only that is shared."""

    def facts(self) -> dict[str, Any]:
        """Give what was filled in."""
        return {
            "excerpt": self.excerpt.data,
            "purpose": self.purpose.data,
            "content": self.content.data,
            "ground": self.ground.data,
            "until_on": self.until_on.data,
        }


@bp.get("/steps/<id:step_id>/share/new")
@guard(Permission.STEP_SHARE, loads=journal.step, records=Event.STEP_SHOWN)
def new(actor: Actor, step: Step) -> ResponseReturnValue:
    """Show the step, and ask which part of it the other side may read."""
    police = step.content is ContentClass.POLICE
    ground = ShareGround.POLICE_ACT if police else ShareGround.PUBLIC_TASK
    form = ShareForm(excerpt=step.body, content=step.content, ground=ground)
    drafts.taken_up(actor, form, url_for("shares.create", step_id=step.id))
    return _page(step, form)


@bp.post("/steps/<id:step_id>/share")
@guard(Permission.STEP_SHARE, loads=journal.step, records=Event.STEP_SHOWN)
def create(actor: Actor, step: Step) -> ResponseReturnValue:
    """Share it, once it was seen as the other side will; until then show it like that."""
    form = ShareForm()
    form.validate()
    facts = form.facts()
    form.refuse_all(
        excerpts.objections_to(
            body=step.body,
            step_content=step.content,
            at_hand_until=step.searched_from,
            today=clock.today(),
            **facts,
        )
    )
    if form.errors or form.previewed.data != form.excerpt.data:
        return _page(step, form, preview=not form.errors), 422
    try:
        sharing.share_excerpt(actor, step, **facts)
    except RuleBroken as error:
        form.refuse(error)
        return _page(step, form), 422
    flash(_("Beide sporen lezen dit nu. De stap zelf blijft op uw spoor."), "ok")
    return redirect(url_for("cases.show", reference=step.case.reference), 303)


def _page(step: Step, form: ShareForm, *, preview: bool = False) -> str:
    case = step.case
    form.previewed.data = form.excerpt.data if preview else ""
    readers = {one.user.name for one in case.involvements if one.is_active}
    return render_template(
        "shares/new.html",
        form=form,
        step=step,
        case=case,
        preview=preview,
        readers=sorted(readers),
        action=url_for("shares.create", step_id=step.id),
    )


@bp.get("/cases/<reference:reference>/shares")
@guard(Permission.SHARES_READ, loads=cases.by_reference, records=Event.SHARES_SHOWN)
def index(actor: Actor, case: Case) -> ResponseReturnValue:
    """Show what was shared, and which papers left: by whom, on which ground; not what it said."""
    shared = sharing.ledger(case)
    return render_template(
        "shares/index.html",
        case=case,
        made=papers.sent_outside(case),
        letters=letters.letters_of(case),
        lines=[
            (one, policy.allows(actor, Permission.SHARE_WITHDRAW, one), one.runs(clock.today()))
            for one in shared
        ],
        told=items.told(actor, case),
        guest=meeting_page.guest,
        meeting_title=meeting_page.title,
    )


@bp.post("/shares/<id:share_id>/withdrawal")
@guard(Permission.SHARE_WITHDRAW, loads=sharing.share)
def destroy(actor: Actor, share: Share) -> ResponseReturnValue:
    """Take it off the strip."""
    try:
        sharing.withdraw_share(actor, share)
    except RuleBroken as error:
        flash(messages.of(error), "warning")
    else:
        flash(_("Dit is ingetrokken. Niemand leest het nog op de gedeelde strook."), "ok")
    return redirect(url_for("cases.show", reference=share.case.reference), 303)
