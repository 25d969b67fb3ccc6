"""Two who act on one leave at once: one wins, the other is told, and nobody is left to nobody."""

from datetime import timedelta

import pytest

from caseapp import leaves
from caseapp.accounts import user as user_of
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from tests.support.cast import Town, actor_for
from tests.support.databases import ENGINES
from tests.support.meeting import at_once, committing

ROUNDS = 3
DAY = timedelta(days=1)


@pytest.fixture(scope="module", params=ENGINES)
def own_app(request):
    with committing(request.param, "leaves") as app:
        yield app


def asked(noor, dora):
    made = leaves.ask(
        actor_for(noor), noor, first_on=clock.today(), last_on=clock.today() + DAY, substitute=dora
    )
    db.session.commit()
    return made.id


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_accepting_refusing_and_accepting_again_one_counts(own_app, _round):
    with own_app.app_context():
        town = Town()
        noor, dora = (town.person(Role.SOCIAL_WORKER) for _ in range(2))
        town.case(care=noor, next_on=clock.today() + DAY)
        leave_id, actor = asked(noor, dora), actor_for(dora)

    outcomes = at_once(
        own_app,
        lambda: leaves.accept(actor, leaves.leave(leave_id)),
        lambda: leaves.refuse(actor, leaves.leave(leave_id)),
        lambda: leaves.accept(actor, leaves.leave(leave_id)),
    )
    assert outcomes.count(None) == 1
    assert outcomes.count("leave-answered-before") == 2


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_who_says_to_stand_in_and_goes_at_the_same_moment_does_one_of_the_two(own_app, _round):
    with own_app.app_context():
        town = Town()
        noor, dora = (town.person(Role.SOCIAL_WORKER) for _ in range(2))
        town.case(care=noor, next_on=clock.today() + DAY)
        leave_id, actor, dora_id = asked(noor, dora), actor_for(dora), dora.id
        today = clock.today()

    def goes():
        leaves.ask(actor, user_of(dora_id), first_on=today, last_on=today + DAY)

    outcomes = at_once(own_app, lambda: leaves.accept(actor, leaves.leave(leave_id)), goes)
    assert outcomes.count(None) == 1
    assert set(outcomes) - {None} <= {"leave-substitute-away", "leave-needs-substitute"}
