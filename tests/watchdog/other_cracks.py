"""The cracks of signals, people, teams and desks, as `cracks` has those of cases."""

from datetime import date, timedelta

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accounts import RoleGrant, TeamMembership
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.case_words import CaseState, ReturnFrom, TrackKind, TrackState
from caseapp.model.cases import Case, CaseSubject, Track
from caseapp.model.privacy import ResidentAnswer
from caseapp.model.reviews import Breach
from caseapp.model.sealed import DataKey
from caseapp.model.signals import Signal
from caseapp.residents import search_rows
from caseapp.settings.catalogue import RETURN_AHEAD_DAYS, RETURN_SEEN_DAYS
from caseapp.web import answer_words

DAY = timedelta(days=1)
CARE = TrackKind.CARE


def signal_nobodys(scene):
    scene.signal()
    members = TeamMembership.team_id == scene.town.care_team.id
    others = members & (TeamMembership.user_id != scene.lida.id)
    scene.change(TeamMembership, others, team_id=scene.town.safety_team.id)
    mine = RoleGrant.user_id == scene.lida.id
    scene.change(RoleGrant, mine, role=Role.PRIVACY_OFFICER)
    scene.viewer = scene.town.person(Role.FUNCTIONAL_ADMINISTRATOR)


def signal_date_passed(scene):
    signal = scene.signal()
    scene.change(Signal, Signal.id == signal.id, next_on=scene.today - 2 * DAY)
    return clock.midnight(scene.today - DAY)


def signal_not_accepted(scene):
    signal = scene.signal()
    to = {"to_team_id": scene.town.safety_team.id, "answer_by": scene.now - DAY}
    scene.change(Signal, Signal.id == signal.id, **to)
    return scene.now - DAY


def signal_on_closed(scene):
    scene.watched(scene.lida)
    signal = scene.signal(previous_case_id=scene.made.id)
    return signal.created_at


def signals_repeated(scene):
    for _ in range(3):
        scene.signal(address_key=b"there")


def returned(scene):
    before = scene.town.case(care=scene.noor, state=CaseState.CLOSED)
    scene.change(Track, Track.case_id == before.id, next_on=None, state=TrackState.DONE)
    scene.change(Case, Case.id == before.id, closed_at=scene.now - 9 * DAY)
    case = scene.case()
    scene.change_case(previous_case_id=before.id)
    return case.opened_at


def repeated(scene):
    case = scene.case(phase=2)
    scene.viewer = scene.town.person(Role.PROCESS_DIRECTOR)
    return [scene.town.flag(case, scene.noor) for _ in range(3)][-1].raised_at


def turns_adult(scene):
    first = date(scene.today.year - 18, scene.today.month, 1)
    born = (first + 62 * DAY).replace(day=15)
    young = scene.town.resident(birth_date=born)
    search_rows.write_anew(db.session(), young)
    db.session.commit()
    scene.made = scene.town.case(young, care=scene.lida, safety=scene.sem, director=scene.lida)
    return clock.midnight(born.replace(year=born.year + 18) - 183 * DAY)


def _comes_back(scene, day):
    scene.made = scene.town.case(
        scene.town.resident(), care=scene.lida, safety=scene.sem, director=scene.lida
    )
    mine = CaseSubject.case_id == scene.made.id
    scene.change(
        CaseSubject, mine, returns_on=scene.today + day * DAY, returns_from=ReturnFrom.DETENTION
    )


def return_ahead(scene):
    _comes_back(scene, 2)
    return clock.midnight(scene.today + (2 - RETURN_AHEAD_DAYS.usual) * DAY)


def return_unseen(scene):
    _comes_back(scene, -20)
    return clock.midnight(scene.today + (RETURN_SEEN_DAYS.usual - 19) * DAY)


def track_waits_in_vain(scene):
    scene.case()
    other = (Track.case_id == scene.made.id) & (Track.kind == TrackKind.SAFETY)
    scene.change(Track, other, state=TrackState.DONE, next_on=None)
    scene.change(Track, Track.id == scene.care.id, waits_for_other=True)


def team_without_lead(scene):
    scene.viewer = scene.town.person(Role.FUNCTIONAL_ADMINISTRATOR)
    scene.go(scene.lida, scene.now)


def queue_without_staff(scene):
    scene.viewer = scene.town.person(Role.FUNCTIONAL_ADMINISTRATOR)
    for one in (scene.lida, scene.noor, scene.dora):
        scene.go(one, scene.now)


def emergency_unjudged(scene):
    scene.reviewed()
    return clock.midnight(scene.today - DAY)


def approval_undecided(scene):
    case = scene.case()
    when = {"requested_at": scene.now - 9 * DAY, "until": scene.now - DAY}
    about = {"subject_kind": "cases", "subject_id": case.id, "payload": "{}"}
    asked = {"kind": ApprovalKind.SHIELD_CASE, "payload_hash": b"x", "reason": "Daarom."}
    who = {"municipality_id": scene.town.id, "requested_by_id": scene.lida.id}
    scene.add(Approval(key=DataKey.draw(scene.town.id), **when, **about, **asked, **who))
    return scene.now - DAY


def breach_unreported(scene):
    review = scene.reviewed()
    when = {"known_at": scene.now - 4 * DAY, "report_by": scene.now - DAY}
    scene.add(Breach(municipality_id=scene.town.id, review_id=review.id, **when))
    return scene.now - DAY


def request_unanswered(scene):
    scene.viewer = scene.town.person(Role.PRIVACY_OFFICER)
    asked_on = date(2026, 1, 30)
    days = {"first": asked_on, "last": asked_on, "made_on": asked_on}
    content = answer_words.content_of(town="Hier", person="F. Yılmaz", rows=(), **days)
    facts = {"asked_on": asked_on, "first_on": asked_on, "last_on": asked_on, "digest": b"x"}
    made = {"prepared_by_id": scene.viewer.id, "prepared_at": scene.now, "involves_safety": False}
    resident = scene.town.resident()
    about = {"municipality_id": scene.town.id, "resident": resident, "content": content}
    scene.add(ResidentAnswer(**about, **facts, **made))
    return clock.midnight(date(2026, 3, 3))
