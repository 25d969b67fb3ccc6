"""Two who answer one offer at once: one holds it, the other is told, and nobody falls between."""

from datetime import timedelta

import pytest

from caseapp import accesslog, cases, handovers
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.case_words import TrackKind
from caseapp.model.handovers import HandoverOf
from tests.support import meeting
from tests.support.cast import Town, actor_for
from tests.support.databases import ENGINES

ROUNDS = 5
DAY = timedelta(days=1)


@pytest.fixture(scope="module", params=ENGINES)
def own_app(request):
    """An application whose commits are real, so that two transactions can meet."""
    with meeting.committing(request.param, "handovers") as app:
        yield app


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_accepting_refusing_and_withdrawing_at_once_one_wins(own_app, _round):
    with own_app.app_context():
        town = Town()
        noor, dora, els = (town.person(Role.SOCIAL_WORKER) for _ in range(3))
        case = town.case(care=noor, next_on=clock.today() + DAY)
        made = handovers.offer(
            actor_for(noor), case, of=HandoverOf.CARE, team=town.care_team, note="Dit speelt."
        )
        db.session.commit()
        offer_id, reference = made.id, case.reference
        sender, first, second = (actor_for(one) for one in (noor, dora, els))

    def doing(action, actor, **how):
        def job():
            action(actor, handovers.handover(offer_id), **how)
            return actor.name

        return job

    outcomes = meeting.at_once(
        own_app,
        doing(handovers.accept, first),
        doing(handovers.accept, second),
        doing(handovers.refuse, second, reason="Vol.", proposal="Vraag Dora."),
        doing(handovers.withdraw, sender),
    )
    lost = {"handover-answered-before", "refused"}
    assert len([one for one in outcomes if one not in lost]) == 1
    with own_app.app_context():
        owners = [
            i for i in cases.by_reference(reference).involvements
            if i.is_active and i.track is TrackKind.CARE and i.part == "owner"
        ]  # fmt: skip
        assert len(owners) == 1
        accesslog.logbook(db.session()).clear()
