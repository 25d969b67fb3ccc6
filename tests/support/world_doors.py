"""The doors of the world: a shielded case, an emergency, somebody who knows, a second person."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from caseapp import approvals
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.acquaintances import Acquaintance, Departure
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.cases import TrackKind
from caseapp.model.emergencies import EmergencyAccess, EmergencyReason
from caseapp.model.reviews import Review, ReviewKind
from caseapp.model.sealed import DataKey
from tests.support.oracle import Asking, Hurry, Leaving, Looks, Own

DECIDERS = frozenset({"team-lead", "privacy-officer"})


def open_doors(maker: Any, who: dict[str, Any]) -> None:
    """Add to a town all that opens or closes by itself."""
    _shield(maker, who)
    _hurry(maker, who)
    _know(maker, who)
    _review(maker, who)


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
