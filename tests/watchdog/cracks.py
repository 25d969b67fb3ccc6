"""Each crack as it lies in the database, with who may mend it and since when it is one."""

from datetime import date, timedelta

from sqlalchemy import update

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accounts import RoleGrant, TeamMembership, User
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.case_words import CaseState, Phenomenon, ReturnFrom
from caseapp.model.cases import Case, CaseSubject, Involvement, Part, Track, TrackKind, TrackState
from caseapp.model.closures import Watch
from caseapp.model.escalation import Flag, PhaseChange
from caseapp.model.handovers import Handover, HandoverOf
from caseapp.model.journal import Outcome, Source
from caseapp.model.leaves import Leave
from caseapp.model.reviews import Breach, Review, ReviewKind
from caseapp.model.sealed import DataKey
from caseapp.model.signals import Signal, Urgency
from caseapp.model.watchdog import FindingKind as K
from caseapp.residents import search_rows
from caseapp.settings.catalogue import RETURN_AHEAD_DAYS, RETURN_SEEN_DAYS

DAY = timedelta(days=1)
CARE = TrackKind.CARE


class Scene:
    """A case on which nothing is wrong: Lida leads the team, owns the care track and directs."""

    def __init__(self, town):
        self.town, self.today, self.now = town, clock.today(), clock.now()
        self.lida = town.person(Role.TEAM_LEAD)
        self.noor, self.dora = (town.person(Role.SOCIAL_WORKER) for _ in range(2))
        self.sem = town.person(Role.SAFETY_ADVISER)
        town.person(Role.TEAM_LEAD, team=town.safety_team)
        town.person(Role.TEAM_LEAD, team=town.intake_team)
        self.viewer = self.lida

    def case(self, **who):
        who = {"care": self.lida, "safety": self.sem, "director": self.lida} | who
        self.made = self.town.case(**who)
        self.care = self.made.track(CARE)
        return self.made

    def signal(self, **facts):
        known = {
            "municipality_id": self.town.id, "key": DataKey.draw(self.town.id),
            "phenomenon": Phenomenon.NUISANCE, "source": Source.NEIGHBOUR,
            "urgency": Urgency.USUAL, "received_on": self.today, "wants_answer": False,
            "recorded_by_id": self.sem.id, "team_id": self.town.care_team.id,
            "next_on": self.today + DAY, "body": "Er wordt geschreeuwd.", "place": "Dorpsstraat",
        }  # fmt: skip
        return self.add(Signal(**(known | facts)))

    def add(self, row):
        db.session.add(row)
        db.session.commit()
        return row

    def change(self, table, where, **values):
        """Change rows past the application."""
        query = update(table).where(where).values(**values)
        db.session.execute(query, execution_options={"synchronize_session": False})
        db.session.commit()

    def change_case(self, **values):
        self.change(Case, Case.id == self.made.id, **values)

    def change_tracks(self, **values):
        self.change(Track, Track.case_id == self.made.id, **values)

    def end_part(self, part, when=None):
        mine = (Involvement.case_id == self.made.id) & (Involvement.part == part)
        care = Involvement.track.is_distinct_from(TrackKind.SAFETY)
        self.change(Involvement, mine & care, ended_at=when or self.now)

    def go(self, user, when):
        self.change(User, User.id == user.id, deactivated_at=when)

    def away(self, user):
        days = {"first_on": self.today, "last_on": self.today + 5 * DAY}
        asked = {"asked_at": self.now, "asked_by_id": user.id}
        self.add(Leave(municipality_id=self.town.id, user_id=user.id, **days, **asked))

    def watched(self, watcher, until=9):
        self.case(state=CaseState.CLOSED)
        self.change_tracks(next_on=None, state=TrackState.DONE)
        facts = {"started_at": self.now, "until_on": self.today + until * DAY}
        case = {"case_id": self.made.id, "case": self.made}
        watch = Watch(municipality_id=self.town.id, watcher_id=watcher.id, **case, **facts)
        self.add(watch)

    def reviewed(self):
        """Something on the desk of the privacy officer."""
        self.viewer = self.town.person(Role.PRIVACY_OFFICER)
        facts = {"subject_kind": "cases", "subject_id": self.case().id, "day": self.today}
        due = {"opened_at": self.now, "due_on": self.today - 2 * DAY}
        who = {"municipality_id": self.town.id, "user_id": self.noor.id}
        key = DataKey.draw(self.town.id)
        return self.add(Review(kind=ReviewKind.EMERGENCY, key=key, **who, **facts, **due))


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


PLANTED = {kind: globals()[kind.name.lower()] for kind in K if kind.name.lower() in globals()}
