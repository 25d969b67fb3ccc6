"""Meetings: those to come and that were, one with its agenda, calling, moving and closing one."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import meetings, policy
from caseapp.accesslog import Event
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.meetings import Planned
from caseapp.model.meeting_words import MeetingKind
from caseapp.model.meetings import PLACE_LENGTH, Meeting, OwnMeetingKind
from caseapp.policy import Permission
from caseapp.web import drafts, meeting_page, messages
from caseapp.web.forms import Day, Form, FromList, Text
from caseapp.web.guard import guard

bp = Blueprint("meetings", __name__, url_prefix="/meetings")
closings = Blueprint("meeting_closings", __name__, url_prefix="/meetings/<id:meeting_id>")


class WhenForm(Form):
    """Asks: When and where is it, who chairs it, and until when is the agenda open?"""

    on_day = Day(_l("Op welke dag?"), required=True, future=True)
    begins = Text(_l("Hoe laat begint het?"), length=5, required=True)
    place = Text(_l("Waar?"), length=PLACE_LENGTH)
    cut_off_on = Day(_l("Agenda open tot en met"))
    chair = FromList(_l("Wie zit voor?"))

    def offer(self, actor: Actor) -> None:
        """Offer who can chair."""
        people = meetings.fit_to_chair(actor.municipality_id)
        self.chair.choices = [(one.id.hex, meeting_page.colleague(one)) for one in people]

    def planned(self, actor: Actor) -> Planned:
        """Give what was filled in."""
        people = {one.id.hex: one for one in meetings.fit_to_chair(actor.municipality_id)}
        return Planned(
            on_day=self.on_day.data,
            begins=self.begins.data,
            place=self.place.data,
            cut_off_on=self.cut_off_on.data,
            chair=people.get(self.chair.data or ""),
        )


class MeetingForm(WhenForm):
    """Asks: What kind of meeting is it?"""

    kind = FromList(_l("Wat voor overleg?"))


@bp.get("")
@guard(Permission.MEETINGS_BROWSE, records=Event.MEETINGS_SHOWN)
def index(actor: Actor, office: Any) -> ResponseReturnValue:
    """List the meetings to come, and the last that were."""
    return render_template(
        "meetings/index.html",
        listed=meetings.listed(actor),
        named=meeting_page.name,
        mine=actor.user_id,
        may_call=policy.allows(actor, Permission.MEETING_CALL, office),
    )


@bp.get("/new")
@guard(Permission.MEETING_CALL)
def new(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Ask which meeting, when, and who chairs it."""
    form = _form(actor, chair=actor.user_id.hex)
    drafts.taken_up(actor, form, url_for("meetings.create"))
    return _page(form)


@bp.post("")
@guard(Permission.MEETING_CALL)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Call a meeting."""
    form = _form(actor)
    if form.validate():
        kind, own_kind = _kind(actor, form.kind.data)
        try:
            made = meetings.call_meeting(
                actor, office, kind=kind, own_kind=own_kind, planned=form.planned(actor)
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Het overleg staat gepland. Zet nu casussen op de agenda."), "ok")
            return redirect(url_for("meetings.show", meeting_id=made.id), 303)
    return _page(form), 422


@bp.get("/<id:meeting_id>")
@guard(Permission.MEETING_VIEW, loads=meetings.meeting, records=Event.MEETING_SHOWN)
def show(actor: Actor, meeting: Meeting) -> ResponseReturnValue:
    """Show one meeting, and its agenda as far as this person may read it."""
    return render_template("meetings/show.html", **meeting_page.of(actor, meeting))


@bp.get("/<id:meeting_id>/edit")
@guard(Permission.MEETING_KEEP, loads=meetings.meeting)
def edit(actor: Actor, meeting: Meeting) -> ResponseReturnValue:
    """Show when, where and by whom, to be changed."""
    if not meeting.is_open:
        return _over(meeting)
    form = _when(actor, meeting)
    action = url_for("meetings.update", meeting_id=meeting.id)
    drafts.taken_up(actor, form, action, version=meeting.version)
    return _page(form, meeting)


@bp.post("/<id:meeting_id>")
@guard(Permission.MEETING_KEEP, loads=meetings.meeting)
def update(actor: Actor, meeting: Meeting) -> ResponseReturnValue:
    """Move a meeting, or give its chair to another."""
    if not meeting.is_open:
        return _over(meeting)
    form = _when(actor, meeting)
    if form.validate():
        form.must_be_made_from(meeting, lambda: _as_it_stands(meeting))
        try:
            meetings.change_meeting(actor, meeting, planned=form.planned(actor))
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Het overleg is bijgewerkt."), "ok")
            return redirect(url_for("meetings.show", meeting_id=meeting.id), 303)
    return _page(form, meeting), 422


@closings.post("/closing", endpoint="create")
@guard(Permission.MEETING_KEEP, loads=meetings.meeting)
def close(actor: Actor, meeting: Meeting) -> ResponseReturnValue:
    """Close a meeting, once something was concluded about every case on it."""
    try:
        meetings.close_meeting(actor, meeting)
    except RuleBroken as error:
        flash(messages.of(error), "warning")
    else:
        flash(_("Het overleg is afgesloten. Elk besluit staat bij wie het doet."), "ok")
    return redirect(url_for("meetings.show", meeting_id=meeting.id), 303)


def _over(meeting: Meeting) -> ResponseReturnValue:
    """Lead to the meeting, which somebody closed meanwhile."""
    flash(_("Dit overleg is al afgesloten."), "info")
    return redirect(url_for("meetings.show", meeting_id=meeting.id), 303)


def _form(actor: Actor, **given: Any) -> MeetingForm:
    form = MeetingForm(**given)
    form.offer(actor)
    form.kind.choices = meeting_page.kinds(actor)
    return form


def _when(actor: Actor, meeting: Meeting) -> WhenForm:
    form = WhenForm(
        on_day=meeting.on_day,
        begins=meeting.begins,
        place=meeting.place,
        cut_off_on=meeting.cut_off_on,
        chair=meeting.chair_id.hex,
        version=meeting.version,
    )
    form.offer(actor)
    form.on_day.future = meeting.on_day >= clock.today()  # another chair, on the day it was
    return form


def _kind(actor: Actor, typed: str) -> tuple[MeetingKind | None, OwnMeetingKind | None]:
    usual = next((one for one in MeetingKind if one.value == typed), None)
    if usual is not None:
        return usual, None
    own = {one.id.hex: one for one in meetings.own_kinds(actor.municipality_id)}
    return (MeetingKind.OWN, own[typed]) if typed in own else (None, None)


def _page(form: WhenForm, meeting: Meeting | None = None) -> str:
    action = (
        url_for("meetings.update", meeting_id=meeting.id) if meeting else url_for("meetings.create")
    )
    back = url_for("meetings.show", meeting_id=meeting.id) if meeting else url_for("meetings.index")
    return render_template(
        "meetings/new.html",
        form=form,
        meeting=meeting,
        name=meeting_page.name(meeting) if meeting else None,
        action=action,
        back=back,
        first=clock.today(),
    )


def _as_it_stands(meeting: Meeting) -> dict[str, str]:
    return {
        str(_("Op welke dag?")): meeting.on_day.isoformat(),
        str(_("Hoe laat begint het?")): meeting.begins,
        str(_("Waar?")): meeting.place,
        str(_("Wie zit voor?")): meeting.chair.name,
    }
