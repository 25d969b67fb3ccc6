"""Meetings in the world: the main case of each town on two agendas, on both tracks and for both."""

from typing import Any

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.content import ContentClass
from caseapp.model.meeting_words import ItemOutcome, MeetingKind, Need, Presence
from caseapp.model.meetings import AgendaItem, Invitation, Meeting, OwnMeetingKind
from caseapp.model.organisations import Organisation, OrganisationKind
from caseapp.model.plan_words import ActionEnd
from caseapp.model.plans import PlanAction
from caseapp.model.shares import ShareGround
from tests.support.oracle import Planned, Sitting, Tabled

TRACKS = {"strip": None, "care": "care", "safety": "safety"}


def meet_about_main(maker: Any, who: dict[str, Any]) -> None:
    """One table is chaired by who directs the case; one by somebody who has no part in it."""
    kind = OwnMeetingKind(municipality_id=maker.town.id, name="Kernoverleg")
    db.session.add(kind)
    db.session.flush()
    own = _call(maker, who["director"], "own", {who["registrar"].id})
    for name, track in TRACKS.items():
        guests = [who["registrar"]] if name == "care" else []
        _put(maker, who, own, f"main {name}", track, guests)
    _conclude(maker, who, _put(maker, who, own, "main held", None, []))
    asked = [who["registrar"], who["otherpartner"]]
    far = _call(maker, who["stranger"], "far", {one.id for one in asked}, kind)
    _put(maker, who, far, "main table", None, asked)
    db.session.commit()


def _call(maker: Any, chair: Any, name: str, invited: set[Any], kind: Any = None) -> Meeting:
    label, today = maker.label(name), clock.today()
    meeting = Meeting(
        municipality_id=maker.town.id,
        kind=MeetingKind.OWN if kind else MeetingKind.MULTIDISCIPLINARY,
        own_kind=kind,
        on_day=today,
        begins="09:30",
        cut_off_on=today,
        chair=chair,
        called_at=clock.now(),
        called_by_id=chair.id,
    )
    db.session.add(meeting)
    db.session.flush()
    fact = Sitting(meeting.id, maker.town.id, chair.id, frozenset(invited))
    maker.note("meeting", label, meeting, fact)
    return meeting


def _put(
    maker: Any, who: dict[str, Any], meeting: Meeting, name: str, track: Any, guests: list[Any]
) -> AgendaItem:
    label = maker.label(name)
    case = maker.world.things["case"][maker.label("main")]
    about = maker.world.facts["case", maker.label("main")]
    item = AgendaItem(
        municipality_id=maker.town.id,
        meeting=meeting,
        case=case,
        case_id=case.id,
        track=track,
        put_at=clock.now(),
        put_by_id=who["director"].id,
    )
    invited = frozenset(one.id for one in guests)
    fact = Tabled(item.id, maker.town.id, about, track, meeting.chair_id, invited)
    item.purpose = maker.world.hide("agenda-text", f"purpose {label}", fact)
    db.session.add(item)
    db.session.flush()
    for one in guests:
        _ask(maker, who, item, fact, f"{label} {one.name}", user=one)
    outside = _ask(maker, who, item, fact, f"{label} outside", organisation=_organisation(maker))
    maker.note("invitation", label, outside, fact)
    maker.note("agenda_item", label, item, fact)
    return item


def _ask(
    maker: Any, who: dict[str, Any], item: AgendaItem, fact: Tabled, label: str, **whom: Any
) -> Invitation:
    made = Invitation(
        municipality_id=item.municipality_id,
        item=item,
        case=item.case,
        case_id=item.case_id,
        ground=ShareGround.PUBLIC_TASK,
        need=Need.QUESTION,
        presence=Presence.PRESENT,
        invited_at=clock.now(),
        invited_by_id=who["director"].id,
        **whom,
    )
    made.why = maker.world.hide("agenda-text", f"asked of {label}", fact)
    if "organisation" in whom:
        made.name = maker.world.hide("agenda-text", f"name of {label}", fact)
    db.session.add(made)
    db.session.flush()
    return made


def _organisation(maker: Any) -> Organisation:
    name = f"Tafelgenoten {maker.name}"
    found = db.session.scalar(db.select(Organisation).where(Organisation.name == name))
    if found is None:
        kind = OrganisationKind.HOUSING
        found = Organisation(municipality_id=maker.town.id, name=name, kind=kind)
        db.session.add(found)
        db.session.flush()
    return found


def _conclude(maker: Any, who: dict[str, Any], item: AgendaItem) -> None:
    """Decide something for both tracks, which was done since, and tell who was there."""
    label = maker.label("main")
    about, fact = (
        maker.world.facts["case", label],
        maker.world.facts["agenda_item", f"{label} held"],
    )
    today, now = clock.today(), clock.now()
    action = PlanAction(
        municipality_id=item.municipality_id,
        case=item.case,
        case_id=item.case_id,
        agenda_item_id=item.id,
        planned_on=today,
        due_on=today,
        from_number=1,
        made_at=now,
        made_by_id=who["director"].id,
        end=ActionEnd.DONE,
        ended_at=now,
        ended_by_id=who["director"].id,
    )
    action.text = maker.world.hide("step-text", f"decided {label}", about)
    action.executor = maker.world.hide("step-text", f"executor {label}", about)
    db.session.add(action)
    item.shared = maker.world.hide("agenda-text", f"shared {label}", fact)
    item.outcome, item.content = ItemOutcome.DECIDED, ContentClass.COMMON
    item.concluded_at, item.concluded_by_id = now, who["director"].id
    db.session.flush()
    planned = Planned(action.id, maker.town.id, about, None)
    maker.note("action", f"{label} decided", action, planned)
