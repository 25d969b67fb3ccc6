"""Each crack as it lies in the database, with who may mend it and since when it is one."""

import sys
from datetime import timedelta

from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accounts import TeamMembership
from caseapp.model.case_words import CaseState, Part, TrackKind, TrackState
from caseapp.model.cases import Track
from caseapp.model.descents import Descent
from caseapp.model.escalation import Flag, PhaseChange
from caseapp.model.handovers import Handover, HandoverOf
from caseapp.model.journal import Outcome
from caseapp.model.measures import Measure, MeasureKind
from caseapp.model.meeting_words import MeetingKind
from caseapp.model.meetings import AgendaItem, Meeting
from caseapp.model.plan_words import Domain
from caseapp.model.plans import PlanAction, PlanGoal
from caseapp.model.watchdog import FindingKind as K
from tests.watchdog import other_cracks

DAY = timedelta(days=1)
CARE = TrackKind.CARE


def nothing_runs(scene):
    scene.case()
    scene.change_tracks(state=TrackState.NOT_NEEDED)


def track_nobodys(scene):
    scene.case(phase=2)
    scene.end_part(Part.OWNER, scene.now - 2 * DAY)
    scene.change(Track, Track.id == scene.care.id, team_id=None)
    scene.viewer = scene.town.person(Role.PROCESS_DIRECTOR)
    return scene.now - 2 * DAY


def owner_gone(scene):
    scene.case(care=scene.noor)
    scene.go(scene.noor, scene.now - 3 * DAY)
    return scene.now - 3 * DAY


def director_gone(scene):
    scene.case(director=scene.noor)
    scene.go(scene.noor, scene.now - 3 * DAY)
    return scene.now - 3 * DAY


def owner_away(scene):
    scene.case(care=scene.noor)
    scene.away(scene.noor)
    return clock.midnight(scene.today)


def director_away(scene):
    scene.case(director=scene.noor)
    scene.away(scene.noor)
    return clock.midnight(scene.today)


def no_next_date(scene):
    scene.case()
    scene.change(Track, Track.id == scene.care.id, next_on=None)


def date_passed(scene):
    scene.case()
    scene.change(Track, Track.id == scene.care.id, next_on=scene.today - 3 * DAY)
    return clock.midnight(scene.today - 2 * DAY)


def action_passed(scene):
    case = scene.case(care=scene.noor)
    known = {"municipality_id": scene.town.id, "case": case, "case_id": case.id, "track": CARE}
    goal = PlanGoal(**known, domain=Domain.HOUSING, from_number=1, text="Rust.")
    goal.origin_id = goal.id
    scene.add(goal)
    when = {"planned_on": scene.today - 9 * DAY, "due_on": scene.today - 3 * DAY}
    made = {"made_at": scene.now, "made_by_id": scene.noor.id, "from_number": 1, "text": "Bellen."}
    scene.add(PlanAction(**known, **when, **made, goal_id=goal.id))
    return clock.midnight(scene.today - 2 * DAY)


def item_undecided(scene):
    case, day = scene.case(director=scene.noor), scene.today - 3 * DAY
    shared = {"municipality_id": scene.town.id}
    when = {"on_day": day, "begins": "09:30", "cut_off_on": day, "called_at": scene.now}
    called = {"chair_id": scene.noor.id, "called_by_id": scene.noor.id, **when}
    meeting = Meeting(**shared, kind=MeetingKind.TRIAGE, **called)
    scene.add(meeting)
    put = {"put_at": scene.now, "put_by_id": scene.noor.id, "purpose": "Een besluit."}
    scene.add(AgendaItem(**shared, meeting=meeting, case=case, case_id=case.id, **put))
    return clock.midnight(scene.today - 2 * DAY)


def flag_unanswered(scene):
    flag = scene.town.flag(scene.case(), scene.noor)
    scene.change(Flag, Flag.id == flag.id, answer_by=scene.now - DAY)
    return scene.now - DAY


def handover_unanswered(scene):
    case = scene.case(care=scene.noor)
    when = {"offered_at": scene.now - 9 * DAY, "answer_by": scene.now - DAY}
    who = {"from_id": scene.noor.id, "to_user_id": scene.dora.id, "of": HandoverOf.CARE}
    scene.add(Handover(municipality_id=scene.town.id, case=case, case_id=case.id, **who, **when))
    return scene.now - DAY


def watch_undecided(scene):
    scene.watched(scene.lida, until=-2)
    return clock.midnight(scene.today - 2 * DAY)


def watcher_gone(scene):
    scene.watched(scene.noor)
    scene.go(scene.noor, scene.now - DAY)
    return scene.now - DAY


def watcher_away(scene):
    scene.watched(scene.noor)
    scene.away(scene.noor)
    return clock.midnight(scene.today)


def no_director(scene):
    scene.case(phase=2, phase_since=scene.today - 4 * DAY)
    scene.end_part(Part.DIRECTOR, scene.now - 2 * DAY)
    return scene.now - 2 * DAY


def track_unowned(scene):
    scene.case()
    scene.end_part(Part.OWNER, scene.now - 9 * DAY)
    return scene.now - 6 * DAY


def owner_left_team(scene):
    scene.case(care=scene.noor)
    mine = TeamMembership.user_id == scene.noor.id
    scene.change(TeamMembership, mine, team_id=scene.town.safety_team.id)


def review_missing(scene):
    scene.case(phase=3, phase_since=scene.today - 4 * DAY)
    return clock.midnight(scene.today - 4 * DAY)


def review_passed(scene):
    case = scene.case(phase=3, phase_since=scene.today - 4 * DAY)
    steps = {"from_phase": 2, "to_phase": 3, "changed_at": scene.now - 4 * DAY}
    who = {"decided_by_id": scene.lida.id, "review_on": scene.today - DAY}
    scene.add(PhaseChange(municipality_id=scene.town.id, case_id=case.id, **steps, **who))
    return clock.midnight(scene.today - DAY)


def phase_overstayed(scene):
    scene.case(phase=4, phase_since=scene.today - 40 * DAY)
    return clock.midnight(scene.today - 40 * DAY + 29 * DAY)


def descent_unanswered(scene):
    case = scene.case(phase=3)
    when = {"requested_at": scene.now - 9 * DAY, "answer_by": scene.now - DAY}
    who = {"requested_by_id": scene.lida.id, "receiver_id": scene.dora.id}
    where = {"from_phase": 3, "to_phase": 2, "aftercare_on": scene.today + 9 * DAY}
    known = {"municipality_id": scene.town.id, "case": case, "case_id": case.id}
    scene.add(Descent(**known, **who, **when, **where))
    return scene.now - DAY


def descended_unreceived(scene):
    case = scene.case(phase=1)
    steps = {"from_phase": 2, "to_phase": 1, "changed_at": scene.now - 4 * DAY}
    how = {"decided_by_id": scene.lida.id, "is_from_before": True}
    scene.add(PhaseChange(municipality_id=scene.town.id, case_id=case.id, **steps, **how))
    return clock.midnight(scene.today - 4 * DAY)


def evaluation_due(scene):
    case = scene.case(phase=3)
    steps = {"from_phase": 4, "to_phase": 3, "changed_at": scene.now - 40 * DAY}
    how = {"decided_by_id": scene.lida.id, "is_from_before": True, "asks_evaluation": True}
    scene.add(PhaseChange(municipality_id=scene.town.id, case_id=case.id, **steps, **how))
    return clock.midnight(scene.today - 40 * DAY + 29 * DAY)


def measure_due(scene):
    scene.viewer = scene.town.person(Role.PROCESS_DIRECTOR)
    case = scene.case(director=scene.viewer)
    known = {"municipality_id": scene.town.id, "case": case, "case_id": case.id}
    days = {"prepared_at": scene.now - 20 * DAY, "next_on": scene.today - 2 * DAY}
    who = {"prepared_by_id": scene.lida.id, "kind": MeasureKind.WARNING}
    scene.add(Measure(**known, **days, **who))
    return clock.midnight(scene.today - DAY)


def no_contact(scene):
    scene.case()
    scene.change_case(opened_at=scene.now - 100 * DAY)
    return clock.midnight(clock.local(scene.now - 100 * DAY).date() + 91 * DAY)


def unreached(scene):
    case = scene.case()
    facts = {"outcome": Outcome.NOT_REACHED, "happened_on": scene.today - DAY}
    for _ in range(3):
        scene.town.step(case, scene.lida, CARE, "Niet thuis.", **facts)
    return clock.midnight(scene.today - DAY)


def stagnation(scene):
    scene.case()
    scene.change_case(opened_at=scene.now - 130 * DAY)
    return clock.midnight(clock.local(scene.now - 130 * DAY).date() + 121 * DAY)


def closed_with_open(scene):
    scene.case()
    scene.change_case(state=CaseState.CLOSED, closed_at=scene.now - DAY)
    return scene.now - DAY


PLANTED = {
    kind: getattr(place, kind.name.lower())
    for kind in K
    for place in (sys.modules[__name__], other_cracks)
    if hasattr(place, kind.name.lower())
}
