"""The signals of the world: one that waits, one on its way to another team, one that is a case."""

from datetime import timedelta
from typing import Any

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.case_words import Phenomenon, TrackKind
from caseapp.model.journal import Source
from caseapp.model.sealed import DataKey
from caseapp.model.signals import Signal, SignalEnd, Urgency
from tests.support.oracle import Reported


def report_signals(maker: Any, who: dict[str, Any]) -> None:
    """Somebody is reported at intake; a place, with the carer, comes to safety; one is a case."""
    newcomer = maker.world.things["resident"][maker.label("newcomer")]
    subject = maker.world.things["resident"][maker.label("subject")]
    main = maker.label("main")
    case, dossier = maker.world.things["case"][main], maker.world.facts["case", main]
    town, now = maker.town, clock.now()
    told: dict[str, dict[str, Any]] = {
        "waits": {"resident": newcomer, "team": town.intake_team, "recorder": "carer"},
        "comes": {"team": town.care_team, "to": town.safety_team, "user": "carer"},
        "joined": {"resident": subject, "team": town.intake_team, "side": TrackKind.CARE},
    }
    for name, one in told.items():
        about, over = one.get("resident"), name == "joined"
        recorder = who[one.get("recorder", "intake")]
        row = Signal(
            municipality_id=town.id,
            key=DataKey.draw(town.id),
            resident_id=about.id if about is not None else None,
            side=one.get("side"),
            phenomenon=Phenomenon.NUISANCE,
            source=Source.NEIGHBOUR,
            urgency=Urgency.USUAL,
            received_on=clock.today(),
            wants_answer=True,
            recorded_by_id=recorder.id,
            team_id=one["team"].id,
            user_id=who[one["user"]].id if "user" in one else None,
            next_on=None if over else clock.today() + timedelta(days=3),
            to_team_id=one["to"].id if "to" in one else None,
            answer_by=now + timedelta(days=2) if "to" in one else None,
            end=SignalEnd.JOINED if over else None,
            ended_at=now if over else None,
            ended_by_id=who["intake"].id if over else None,
            case_id=case.id if over else None,
        )
        fact = Reported(
            row.id,
            town.id,
            row.resident_id,
            row.team_id,
            row.user_id,
            row.to_team_id,
            recorder.id,
            row.side.value if row.side is not None else None,
            not over,
            dossier if over else None,
        )
        label = maker.label(name)
        for text in ("body", "place", "note"):
            setattr(row, text, maker.world.hide("signal-text", f"{text} {label}", fact))
        row.reporter = maker.world.hide("reporter", f"reporter {label}", fact)
        if over:
            row.reason = maker.world.hide("signal-text", f"decided {label}", fact)
        db.session.add(row)
        db.session.commit()
        maker.note("signal", label, row, fact)
