"""A proposal to come down is carried out by the ladder it was made by, or not at all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from caseapp import accesslog
from caseapp.escalation import descents
from caseapp.escalation.ladders import USUAL
from caseapp.kernel import clock
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import Phase
from tests.escalation.test_ladders import adopted
from tests.support.cast import actor_for

WITHOUT_THREE = replace(USUAL, steps=tuple(s for s in USUAL.steps if s.weight != Phase.THREE))


def proposed(case, who, receiver):
    facts = {"reason": "Een maand rust.", "aftercare_on": clock.today() + timedelta(days=30)}
    return descents.propose(actor_for(who), case, receiver=receiver, **facts)


@pytest.mark.parametrize(
    ("first", "then"), [(USUAL, WITHOUT_THREE), (WITHOUT_THREE, USUAL)], ids=["gone", "skipped"]
)
@pytest.mark.parametrize("answered", [False, True], ids=["fresh", "half-answered"])
def test_a_proposal_of_another_ladder_is_not_carried_out(
    town, session, fay, piet, dora, noor, first, then, answered
):
    case = town.case(care=noor, director=dora, phase=4)
    adopted(town, fay, piet, of=first)
    made = proposed(case, dora, noor)
    if answered:
        descents.agree(actor_for(piet), made)
    adopted(town, fay, piet, of=then)
    if not answered:
        with pytest.raises(RuleBroken, match="descent-of-another-ladder"):
            descents.agree(actor_for(piet), made)
    with pytest.raises(RuleBroken, match="descent-of-another-ladder"):
        descents.accept(actor_for(noor), made)
    descents.refuse(actor_for(noor), made, reason="De ladder is anders.")
    assert case.phase == Phase.FOUR
    assert proposed(case, dora, noor).to_phase == max(w for w in then.weights if w < Phase.FOUR)
    accesslog.logbook(session()).clear()


def test_a_proposal_to_a_phase_that_the_next_ladder_has_below_too_is_carried_out(
    town, session, fay, piet, dora, noor
):
    case = town.case(care=noor, director=dora, phase=3)
    made = proposed(case, dora, noor)
    adopted(town, fay, piet)
    descents.agree(actor_for(piet), made)
    descents.accept(actor_for(noor), made)
    assert case.phase == Phase.TWO
    accesslog.logbook(session()).clear()


def test_its_page_says_so_and_offers_no_yes(client, town, session, fay, piet, dora, noor):
    case = town.case(care=noor, director=dora, phase=4)
    made = proposed(case, dora, noor)
    address, agreeing = f"/descents/{made.id.hex}", "Instemmen als tweede persoon"
    session.commit()
    client.sign_in(piet)
    assert agreeing in client.get(address).text
    adopted(town, fay, piet, of=WITHOUT_THREE)
    session.commit()
    page = client.get(address).text
    assert "De ladder is na dit voorstel veranderd." in page
    assert agreeing not in page
    assert "Weigeren" in page
