"""The doors of the world: a shielded case, an emergency, somebody who knows, a second person."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from caseapp import approvals, notifications, watchdog
from caseapp.accesslog.seal import trees
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.acquaintances import Acquaintance, Departure
from caseapp.model.agreements import Agreement
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.case_words import TrackKind
from caseapp.model.closures import Closure, ClosureReason, Watch, WatchEnd
from caseapp.model.descents import Descent
from caseapp.model.emergencies import EmergencyAccess, EmergencyReason
from caseapp.model.endings import HoldGround, LogDestruction, LogHold
from caseapp.model.handovers import Handover, HandoverEnd, HandoverOf
from caseapp.model.leaves import Leave
from caseapp.model.messages import Message, MessageKind
from caseapp.model.reviews import Review, ReviewKind
from caseapp.model.sealed import DataKey
from caseapp.model.seals import LogTree
from caseapp.model.watchdog import Finding
from tests.support.oracle import (
    Asking,
    Away,
    Crack,
    Descending,
    Guarded,
    Hurry,
    Leaving,
    Looks,
    Offered,
    Own,
    Town,
)
from tests.support.world_measures import impose_measures
from tests.support.world_signals import report_signals

DECIDERS = frozenset({"team-lead", "privacy-officer"})


def open_doors(maker: Any, who: dict[str, Any]) -> None:
    """Add to a town all that opens or closes by itself."""
    _shield(maker, who)
    _hurry(maker, who)
    _know(maker, who)
    _review(maker, who)
    _end(maker, who)
    _hand_over(maker, who)
    _descend(maker, who)
    impose_measures(maker, who)
    _leave(maker, who)
    _watch(maker, who)
    report_signals(maker, who)
    _tell(maker, who)


def _tell(maker: Any, who: dict[str, Any]) -> None:
    """The hero and the lead were each told of something about the main case."""
    label = maker.label("main")
    case = maker.world.things["case"][label]
    for name in ("hero", "lead"):
        notifications.tell(MessageKind.FINDING, case, to=[who[name].id], case_id=case.id)
        db.session.commit()
        row = db.session.scalars(select(Message).where(Message.user_id == who[name].id)).first()
        maker.note("message", f"{label} {name}", row, Own(row.id, maker.town.id, who[name].id))


def _watch(maker: Any, who: dict[str, Any]) -> None:
    """The friend, who is on leave, keeps an eye on the closed case; an earlier watch is over."""
    label = maker.label("closed")
    case = maker.world.things["case"][label]
    fact = replace(maker.world.facts["case", label], watcher=who["friend"].id)
    maker.retell_case("closed", fact)
    closed = Closure(
        municipality_id=maker.town.id,
        case=case,
        case_id=case.id,
        closed_at=clock.now(),
        closed_by_id=who["carer"].id,
        reason=ClosureReason.GOALS_REACHED,
        is_informed=False,
        why=maker.world.hide("case-text", f"closed why {label}", fact),
        ending=maker.world.hide("case-text", f"ending {label}", fact),
        uninformed=maker.world.hide("case-text", f"uninformed {label}", fact),
    )
    db.session.add(closed)
    for name, runs in (("runs", True), ("over", False)):
        row = Watch(
            municipality_id=maker.town.id,
            case=case,
            case_id=case.id,
            watcher_id=who["friend" if runs else "stranger"].id,
            started_at=clock.now() - timedelta(days=0 if runs else 50),
            until_on=clock.today() + timedelta(days=60),
            end=None if runs else WatchEnd.STOPPED,
            ended_at=None if runs else clock.now(),
            ended_by_id=None if runs else who["stranger"].id,
        )
        row.extension = maker.world.hide("case-text", f"extension {name} {label}", fact)
        db.session.add(row)
        db.session.commit()
        maker.note("watch", f"{label} {name}", row, Guarded(row.id, maker.town.id, fact, runs))


def _hand_over(maker: Any, who: dict[str, Any]) -> None:
    """The carer offers the care track of the main case to a colleague, who refused the other."""
    label = maker.label("main")
    case, fact = maker.world.things["case"][label], maker.world.facts["case", label]
    for name, refused in (("waits", False), ("refused", True)):
        row = Handover(
            municipality_id=maker.town.id,
            case=case,
            case_id=case.id,
            of=HandoverOf.SAFETY if refused else HandoverOf.CARE,
            from_id=who["adviser" if refused else "carer"].id,
            to_user_id=who["registrar"].id,
            offered_at=clock.now(),
            answer_by=clock.now() + timedelta(days=5),
            end=HandoverEnd.REFUSED if refused else None,
            ended_at=clock.now() if refused else None,
            ended_by_id=who["registrar"].id if refused else None,
        )
        teams = frozenset(m.team_id for m in who["registrar"].memberships)
        offered = Offered(
            row.id, maker.town.id, fact, row.from_id, who["registrar"].id, None, teams, not refused
        )
        row.note = maker.world.hide("offer-text", f"note {name} {label}", offered)
        if refused:
            row.reason = maker.world.hide("offer-text", f"refusal {label}", offered)
            row.proposal = maker.world.hide("offer-text", f"proposal {label}", offered)
        db.session.add(row)
        db.session.commit()
        maker.note("handover", f"{label} {name}", row, offered)


def _descend(maker: Any, who: dict[str, Any]) -> None:
    """Two escalated cases are proposed to come down; of one a second person agreed already."""
    for name, sender, receiver, agreed in (
        ("main", "director", "registrar", False),
        ("high", "registrar", "stranger", True),
    ):
        label = maker.label(name)
        found, fact = maker.world.things["case"][label], maker.world.facts["case", label]
        row = Descent(
            municipality_id=maker.town.id,
            case=found,
            case_id=found.id,
            from_phase=found.phase,
            to_phase=found.phase - 1,
            aftercare_on=clock.today() + timedelta(days=30),
            requested_by_id=who[sender].id,
            requested_at=clock.now(),
            answer_by=clock.now() + timedelta(days=5),
            receiver_id=who[receiver].id,
            agreed_by_id=who["director"].id if agreed else None,
            agreed_at=clock.now() if agreed else None,
        )
        told = (row.requested_by_id, row.receiver_id, agreed)
        descending = Descending(row.id, maker.town.id, fact, *told)
        row.reason = maker.world.hide("descent-text", f"descent {label}", descending)
        db.session.add(row)
        db.session.commit()
        maker.note("descent", label, row, descending)


def _leave(maker: Any, who: dict[str, Any]) -> None:
    """The friend is on leave and the hero stands in; the stranger asked the registrar."""
    today = clock.today()
    for away, asked, accepted in (("friend", "hero", True), ("stranger", "registrar", False)):
        row = Leave(
            municipality_id=maker.town.id,
            user_id=who[away].id,
            substitute_id=who[asked].id,
            first_on=today if accepted else today + timedelta(days=20),
            last_on=today + timedelta(days=30),
            asked_at=clock.now(),
            asked_by_id=who[away].id,
            accepted_at=clock.now() if accepted else None,
        )
        db.session.add(row)
        db.session.commit()
        teams = frozenset(m.team_id for m in who[away].memberships)
        fact = Away(row.id, maker.town.id, who[away].id, who[asked].id, teams)
        maker.note("leave", maker.label(away), row, fact)
    maker.retell_person("hero", stands_in_for=frozenset({who["friend"].id}))


def _shield(maker: Any, who: dict[str, Any]) -> None:
    known = maker.settle("sheltered", registrar=who["registrar"])
    case = maker.open("shielded", known, phase=4, care=who["member"], director=who["director"])
    case.is_shielded = True
    label = maker.label("shielded")
    fact = replace(maker.world.facts["case", label], shielded=True)
    maker.retell_case("shielded", fact)
    maker.write("shielded", who["member"], TrackKind.CARE)
    maker.write("shielded", who["director"], None)
    maker.raise_flag("shielded", who["member"], [who["director"]], answered=False)
    payload = approvals.written({"case": case.id.hex, "shielded": "no"})
    asked = Approval(
        municipality_id=maker.town.id,
        kind=ApprovalKind.UNSHIELD_CASE,
        subject_kind="cases",
        subject_id=case.id,
        payload=payload,
        payload_hash=approvals.hashed(ApprovalKind.UNSHIELD_CASE, case.id, payload),
        key=DataKey.draw(maker.town.id),
        requested_by_id=who["director"].id,
        requested_at=clock.now(),
        until=clock.now() + timedelta(hours=20),
    )
    asking = Asking(asked.id, maker.town.id, who["director"].id, DECIDERS, case.id)
    asked.reason = maker.world.hide("asking-text", f"asking {label}", asking)
    db.session.add(asked)
    db.session.commit()
    maker.note("approval", label, asked, asking)


def _hurry(maker: Any, who: dict[str, Any]) -> None:
    label = maker.label("high")
    case, fact = maker.world.things["case"][label], maker.world.facts["case", label]
    access = EmergencyAccess(
        municipality_id=maker.town.id,
        user_id=who["hero"].id,
        case_id=case.id,
        case=case,
        kind=EmergencyReason.ACUTE_DANGER,
        opened_at=clock.now() - timedelta(minutes=5),
        until=clock.now() + timedelta(hours=3),
        tracks_opened_at=clock.now() - timedelta(minutes=4),
    )
    hurry = Hurry(access.id, maker.town.id, who["hero"].id, fact)
    access.reason = maker.world.hide("hurry-text", f"hurry {label}", hurry)
    db.session.add(access)
    db.session.commit()
    maker.note("emergency", label, access, hurry)
    maker.retell_person("hero", hurried=frozenset({case.id}), hurried_notes=frozenset({case.id}))


def _know(maker: Any, who: dict[str, Any]) -> None:
    """Somebody who works on the main case knows one of the two people it is about."""
    label = maker.label("main")
    case = maker.world.things["case"][label]
    second = maker.world.things["resident"][maker.label("second")]
    friend = who["friend"]
    said = Acquaintance(
        municipality_id=maker.town.id,
        user_id=friend.id,
        resident_id=second.id,
        declared_at=clock.now(),
    )
    left = Departure(
        municipality_id=maker.town.id,
        case_id=case.id,
        user_id=friend.id,
        left_at=clock.now(),
    )
    db.session.add_all([said, left])
    db.session.commit()
    maker.note("acquaintance", label, said, Own(said.id, maker.town.id, friend.id))
    fact = maker.world.facts["case", label]
    maker.note("departure", label, left, Leaving(left.id, maker.town.id, fact))
    maker.retell_person("friend", knows=frozenset({second.id}))


def _end(maker: Any, who: dict[str, Any]) -> None:
    """A month of the log that two people agreed to destroy, and a hold on it."""
    label, month = maker.label("main"), date(2019, 3, 1)
    with db.engine.begin() as connection:
        begun = trees.begin(connection, maker.town.id, month, clock.now())
    tree = db.session.get_one(LogTree, begun.id)
    payload = approvals.written({"month": "2019-03", "size": "0", "root": ""})
    asked = Approval(
        municipality_id=maker.town.id,
        kind=ApprovalKind.DESTROY_LOG,
        subject_kind="log_trees",
        subject_id=tree.id,
        payload=payload,
        payload_hash=approvals.hashed(ApprovalKind.DESTROY_LOG, tree.id, payload),
        key=DataKey.draw(maker.town.id),
        reason="De termijn is om.",
        requested_by_id=who["officer"].id,
        requested_at=clock.now(),
        until=clock.now() + timedelta(days=20),
        decided_by_id=who["hero"].id,
        decided_at=clock.now(),
        granted=True,
    )
    db.session.add(asked)
    db.session.flush()
    ends = LogDestruction(
        municipality_id=maker.town.id,
        tree_id=tree.id,
        month=month,
        size=0,
        root=b"",
        approval_id=asked.id,
        agreed_at=clock.now(),
        due_at=clock.now() + timedelta(days=14),
    )
    held = LogHold(
        municipality_id=maker.town.id,
        first_month=month,
        last_month=month,
        ground=HoldGround.INQUIRY,
        until=clock.today() + timedelta(days=2000),
        placed_by_id=who["officer"].id,
        placed_at=clock.now(),
    )
    db.session.add_all([ends, held])
    db.session.commit()
    for kind, row in (("tree", tree), ("destruction", ends), ("hold", held)):
        maker.note(kind, label, row, Own(row.id, maker.town.id, who["officer"].id))


def _review(maker: Any, who: dict[str, Any]) -> None:
    """The looks of a carer at a resident, about which was asked; and those of an officer."""
    resident = maker.world.things["resident"][maker.label("subject")]
    for name in ("carer", "officer"):
        row = Review(
            municipality_id=maker.town.id,
            kind=ReviewKind.ALERT,
            user_id=who[name].id,
            subject_kind="residents",
            subject_id=resident.id,
            day=clock.today(),
            opened_at=clock.now(),
            due_on=clock.today(),
            asked_at=clock.now(),
            answer_by=clock.today(),
            key=DataKey.draw(maker.town.id),
        )
        db.session.add(row)
        db.session.commit()
        fact = Looks(row.id, maker.town.id, who[name].id, asked=True)
        maker.note("review", maker.label(name), row, fact)


CRACKS = {"date-passed", "stagnation", "no-director", "flag-unanswered", "team-without-lead"}


def find_cracks(world: Any) -> None:
    """Note what the watchdog wrote down while the towns were made: some of each sort."""
    cases = {row.id: label for label, row in world.things["case"].items()}
    told: dict[str, Any] = {}
    for row in db.session.scalars(select(Finding).order_by(Finding.found_at, Finding.id)):
        if str(row.kind) not in CRACKS:
            continue
        fact = world.facts["case", cases[row.case_id]] if row.case_id else None
        about = "case" if row.case_id else "team"
        teams = frozenset({row.team_id, row.second_team_id} - {None})
        label = f"{cases.get(row.case_id, row.municipality_id)} {row.kind} {row.track}"
        told[label] = (row, Crack(row.id, row.municipality_id, about, fact, teams, row.user_id))
    for label, (row, crack) in told.items():
        world.things.setdefault("finding", {})[label] = row
        world.facts["finding", label] = crack
        if row.kind.is_agreeable:
            _agree(world, label, row, crack)
    _state_nights(world)


def _agree(world: Any, label: str, row: Finding, crack: Crack) -> None:
    """Somebody agreed before that it might stand, until yesterday."""
    made = Agreement(
        municipality_id=row.municipality_id,
        finding=row,
        case=row.case,
        case_id=row.case_id,
        until=clock.today() - timedelta(days=1),
        made_at=clock.now() - timedelta(days=9),
        made_by_id=row.user_id or world.people["lead"].id,
    )
    made.reason = world.hide("agreement-text", f"agreement {label}", crack)
    db.session.add(made)
    db.session.commit()


def _state_nights(world: Any) -> None:
    """Have each town state what was open, as it does every night."""
    for name, (town, _teams) in world.towns.items():
        row = watchdog.state(town.municipality)
        db.session.commit()
        world.things.setdefault("statement", {})[name] = row
        world.facts["statement", name] = Town(town.id)
