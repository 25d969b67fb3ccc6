"""Wal en schip: what threatens to fall between the cracks, each with one click to mend it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from caseapp import accounts, escalation, policy, signals, watchdog
from caseapp.accesslog import Event
from caseapp.escalation import Standing
from caseapp.kernel.actor import Actor, Role
from caseapp.model.case_words import Part, TrackKind
from caseapp.model.cases import Case
from caseapp.model.organisations import Team
from caseapp.model.watchdog import Finding
from caseapp.model.watchdog import FindingKind as K
from caseapp.policy import Permission
from caseapp.watchdog import REPAIRS, Filter
from caseapp.web import watchdog_words as words
from caseapp.web.forms import Choice, Form
from caseapp.web.guard import guard

bp = Blueprint("watchdog", __name__, url_prefix="/watchdog")
CAME_FROM = "came_from_watchdog"
OF_OFFICE = {
    K.TEAM_WITHOUT_LEAD: "users.index",
    K.QUEUE_WITHOUT_STAFF: "users.index",
    K.SIGNAL_NOBODYS: "users.index",
    K.EMERGENCY_UNJUDGED: "reviews.index",
    K.BREACH_UNREPORTED: "reviews.index",
    K.APPROVAL_UNDECIDED: "approvals.index",
}
"""Where what is about no case is mended."""
SIGNAL_FORMS = {
    K.SIGNAL_DATE_PASSED: "signals.edit",
    K.SIGNAL_ON_CLOSED: "signals.decisions.new",
    K.SIGNALS_REPEATED: "signals.decisions.new",
}
"""Where a signal is mended; what is not here, on its page."""


@dataclass(frozen=True, slots=True)
class Line:
    """One finding as it is shown to somebody."""

    finding: Finding
    why: str
    ends: str
    mended_by: str
    repair: str
    may_mend: bool
    may_open: bool
    may_agree: bool
    standing: Standing | None = None
    """Where a flag that nobody answered is by now."""


def _lines(actor: Actor, office: Any, findings: Sequence[Finding]) -> list[Line]:
    asked = [one.subject_id for one in findings if one.kind.is_about_signal]
    handled = signals.handled(actor, asked)
    flags = [one.subject_id for one in findings if one.kind is K.FLAG_UNANSWERED]
    standings = escalation.standings(actor, flags) if flags else {}
    return [_line(actor, office, one, handled, standings.get(one.subject_id)) for one in findings]


def _line(
    actor: Actor,
    office: Any,
    finding: Finding,
    handled: Collection[UUID],
    standing: Standing | None,
) -> Line:
    kind = finding.kind
    if standing is not None and standing.is_mine:
        mends = True
    elif REPAIRS[kind] is Permission.SIGNAL_HANDLE:
        mends = finding.subject_id in handled
    else:
        mends = _may_mend(actor, office, finding)
    return Line(
        finding,
        words.why(finding),
        str(words.ENDS[kind]),
        str(words.MENDED_BY[kind]),
        str(words.REPAIR_TEXTS[kind]),
        mends,
        finding.case is not None and policy.allows(actor, Permission.CASE_VIEW, finding.case),
        kind.is_agreeable and policy.allows(actor, Permission.FINDING_AGREE, finding),
        standing,
    )


def _may_mend(actor: Actor, office: Any, finding: Finding) -> bool:
    """Ask, of what the finding is about, for the right by which it is mended."""
    permission, case = REPAIRS[finding.kind], finding.case
    if permission is Permission.FLAG_ANSWER:
        permission = Permission.CASE_DIRECT
    if permission is Permission.HANDOVER_ANSWER:
        return finding.team_id in actor.led_team_ids or finding.user_id == actor.user_id
    if permission is Permission.WATCH_DECIDE:
        permission = Permission.CASE_REOPEN
    if permission is Permission.ACTION_KEEP:
        permission = Permission.TRACK_WRITE if finding.track else Permission.PLAN_KEEP
    if permission is Permission.ITEM_RUN:
        permission = Permission.TRACK_WRITE if finding.track else Permission.CASE_TABLE
    if case is None:
        return policy.allows(actor, permission, office)
    if permission in {Permission.TRACK_ARRANGE, Permission.TRACK_WRITE}:
        tracks = [t for t in case.tracks if finding.track in {None, t.kind}]
        return any(policy.allows(actor, permission, track) for track in tracks)
    return policy.allows(actor, permission, case)


class FilterForm(Form):
    """The list narrowed to one kind, or to one team."""

    kind = Choice(_l("Wat is er mis?"), K, must_choose=False)
    team = SelectField(_l("Team"), choices=[], validate_choice=False)

    def chosen(self, teams: Sequence[Team]) -> Filter:
        """Give the filter; what was not understood does not narrow."""
        known = {team.id.hex: team for team in teams}
        self.team.choices = [("", _("Geen keuze"))] + [(t.id.hex, t.name) for t in teams]
        team = known.get(self.team.data or "")
        return Filter(self.kind.data, team.id if team is not None else None)


@bp.get("")
@guard(Permission.COVER_BROWSE, records=Event.COVER_SHOWN)
def index(actor: Actor, office: Any) -> ResponseReturnValue:
    """Show what is wrong, the longest running first; what was mended; and the nights."""
    session.pop(CAME_FROM, None)
    form, teams = FilterForm(request.args), _teams(actor, office)
    chosen = form.chosen(teams)
    page = watchdog.page(actor, chosen, request.args.get("mark"))
    statements = watchdog.statements(office.id)
    return render_template(
        "watchdog/index.html",
        form=form,
        lines=_lines(actor, office, page.items),
        after=page.after,
        total=watchdog.count(actor, chosen),
        most=watchdog.MOST,
        kinds=watchdog.kinds(actor, Filter(team_id=chosen.team_id)),
        teams=teams,
        agreed=_lines(actor, office, watchdog.agreed(actor)),
        ended=watchdog.ended(actor),
        statements=statements,
        unaltered=watchdog.unaltered(statements),
        narrowed={name: request.args[name] for name in ("kind", "team") if request.args.get(name)},
    )


def _teams(actor: Actor, office: Any) -> Sequence[Team]:
    """Give the teams somebody may choose from: those they lead, or all."""
    known = accounts.teams(office.id)
    if actor.has(Role.PROCESS_DIRECTOR):
        return known
    return [team for team in known if team.id in actor.led_team_ids]


@bp.post("/<id:finding_id>/repair")
@guard(Permission.FINDING_VIEW, loads=watchdog.finding, records=Event.COVER_SHOWN)
def create(_actor: Actor, finding: Finding) -> ResponseReturnValue:
    """Go to where it is mended; from there a line leads back here."""
    session[CAME_FROM] = "1"
    if REPAIRS[finding.kind] is Permission.SIGNAL_HANDLE:
        form = SIGNAL_FORMS.get(finding.kind, "signals.show")
        return redirect(url_for(form, signal_id=finding.subject_id), 303)
    if finding.kind is K.REQUEST_UNANSWERED:
        return redirect(url_for("log.answers.show", answer_id=finding.subject_id), 303)
    if finding.case is None:
        return redirect(url_for(OF_OFFICE[finding.kind]), 303)
    return redirect(_form_of(finding, finding.case), 303)


FORMS: dict[Permission, str] = {
    Permission.CASE_DIRECT: "staff.new",
    Permission.TRACK_ARRANGE: "tracks.edit",
    Permission.CASE_CHANGE_PHASE: "stays.new",
    Permission.PHASES_READ: "descents.show",
    Permission.MEASURES_READ: "measures.show",
    Permission.FLAG_ANSWER: "answers.new",
    Permission.HANDOVER_ANSWER: "handovers.show",
    Permission.WATCH_DECIDE: "watches.edit",
    Permission.ACTION_KEEP: "plan_actions.edit",
    Permission.ITEM_RUN: "agenda_items.show",
    Permission.TRACK_WRITE: "steps.new",
    Permission.STRIP_WRITE: "steps.new",
}
"""By which form it is mended; what is not here, on the page of the case."""
OWN_FORMS = {K.EVALUATION_DUE: "evaluations.new"}
"""Where a form of its own mends one kind, by the same right as others."""
ABOUT = {
    Permission.FLAG_ANSWER: "flag_id",
    Permission.HANDOVER_ANSWER: "handover_id",
    Permission.PHASES_READ: "descent_id",
    Permission.MEASURES_READ: "measure_id",
    Permission.WATCH_DECIDE: "watch_id",
    Permission.ACTION_KEEP: "action_id",
    Permission.ITEM_RUN: "item_id",
}
"""What such a form asks in its address: the thing itself, and not its case."""


def _form_of(finding: Finding, case: Case) -> str:
    """Give the address of the form by which it is mended."""
    permission, track = REPAIRS[finding.kind], (finding.track or TrackKind.CARE).value
    endpoint = OWN_FORMS.get(finding.kind) or FORMS.get(permission, "cases.show")
    values: dict[str, Any] = {"reference": case.reference}
    if permission is Permission.TRACK_ARRANGE:
        values["kind"] = track
    elif permission is Permission.CASE_DIRECT:
        part = Part.OWNER if finding.track else Part.DIRECTOR
        values |= {"part": part.value, "place": finding.track and finding.track.value}
    elif permission in ABOUT:
        values = {ABOUT[permission]: finding.subject_id}
    elif endpoint == "steps.new":
        values["place"] = track if permission is Permission.TRACK_WRITE else "strip"
    return url_for(endpoint, **values)
