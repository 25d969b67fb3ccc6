"""Police data of which the day came goes whole, and nothing else does."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import accesslog, journal, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.journal import police, sharing
from caseapp.kernel import clock
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.content import ContentClass
from caseapp.model.journal import Draft, Outcome, Step, StepKind
from caseapp.model.police import PoliceStage, RestrictedReading
from caseapp.model.shares import Share, ShareGround
from caseapp.policy import Permission
from tests.support.cast import actor_for
from tests.support.destroying import (
    OLD,
    POLICE,
    SAFETY,
    SAID,
    aged,
    ask,
    body_of,
    decide,
    listed,
)


def test_it_goes_when_two_people_agree_and_that_there_was_a_step_stays(
    session, step, piet, fia, sem, case
):
    asked = ask(piet)
    assert body_of(session, step) == SAID
    decide(fia, asked)
    assert body_of(session, step) == ""
    assert (step.body_sealed, step.reason_sealed, step.end_result) == (None, None, None)
    assert (step.kind, step.outcome) == (StepKind.OTHER, Outcome.NONE)
    assert (step.case_id, step.track, step.content) == (case.id, SAFETY, POLICE)
    assert step.stage(clock.today()) is PoliceStage.DESTROYED
    (gone,) = police.destroyed(actor_for(piet))
    assert (gone.line.id, gone.asked_by, gone.agreed_by) == (step.id, piet.name, fia.name)
    assert gone.destroyed_at == asked.decided_at
    assert gone.line.destroy_from == step.destroy_from
    assert listed(piet) == ([], [step.id])


def test_each_text_that_went_has_its_entry_in_the_log(session, step, piet, fia):
    asked = ask(piet)
    decide(fia, asked)
    told = select(AccessEntry).where(AccessEntry.event == Event.POLICE_DESTROYED)
    (entry,) = session.scalars(told)
    assert (entry.subject_kind, entry.subject_id) == ("steps", step.id)
    assert (entry.user_id, entry.case_id) == (fia.id, step.case_id)
    due = f"{step.destroy_from:%Y-%m-%d}"
    assert entry.details == f"approval={asked.id.hex} due={due} track=safety"


def test_a_no_destroys_nothing_and_it_can_be_asked_again(session, step, piet, fia):
    decide(fia, ask(piet), granted=False)
    assert body_of(session, step) == SAID
    decide(fia, ask(piet))
    assert body_of(session, step) == ""


@pytest.mark.parametrize("days", [0, 300, 400, 1900, 3600])
def test_what_is_not_due_stays_whatever_goes(session, town, case, step, sem, piet, fia, days):
    other = aged(town, case, sem, days=days, said="Dit blijft.")
    plain = town.step(case, sem, SAFETY, "Dit ook.", happened_on=step.happened_on)
    with pytest.raises(RuleBroken, match="police-not-due"):
        ask(piet, only=other.id)
    decide(fia, ask(piet))
    assert body_of(session, step) == ""
    assert body_of(session, other) == "Dit blijft."
    assert body_of(session, plain) == "Dit ook."


def test_it_is_asked_on_its_day_and_not_a_day_early(session, town, case, sem, piet):
    today = aged(town, case, sem, destroy_from=clock.today())
    tomorrow = aged(town, case, sem, destroy_from=clock.today() + timedelta(days=1))
    assert listed(piet)[0] == [today.id]
    with pytest.raises(RuleBroken, match="police-not-due"):
        ask(piet, only=tomorrow.id)


def test_one_line_goes_and_the_others_wait_for_their_own_request(
    session, town, case, step, sem, piet, fia
):
    other = aged(town, case, sem, days=OLD + 100, said="Een ander.")
    decide(fia, ask(piet, only=step.id))
    assert body_of(session, step) == ""
    assert body_of(session, other) == "Een ander."
    assert listed(piet) == ([other.id], [step.id])


def test_the_whole_chain_of_corrections_goes_with_it(session, town, case, sem, piet, fia):
    actor = actor_for(sem)
    first = town.step(case, sem, SAFETY, SAID, happened_on=clock.today() - timedelta(days=OLD))
    second = journal.correct_step(actor, first, body="Een busje.", reason="Vergist in de auto.")
    session.flush()
    how = {"body": "Een bus.", "reason": "Van de politie.", "content": POLICE}
    third = journal.correct_step(actor, second, **how)
    session.commit()
    (line,) = police.due(actor_for(piet))
    assert line.texts == (third.id, second.id, first.id)
    decide(fia, ask(piet))
    for one in (first, second, third):
        assert (body_of(session, one), one.reason) == ("", "")
    assert listed(piet) == ([], [third.id])


def test_what_was_shared_of_it_goes_and_that_it_was_shared_stays(
    session, town, case, sem, piet, fia
):
    actor = actor_for(sem)
    first = town.step(case, sem, SAFETY, SAID, happened_on=clock.today() - timedelta(days=OLD))
    share = sharing.share_excerpt(
        actor,
        first,
        excerpt=SAID,
        purpose="Vanwege de auto XX-12-YY.",
        content=ContentClass.SENSITIVE,
        ground=ShareGround.PUBLIC_TASK,
        until_on=clock.today(),
    )
    sharing.withdraw_share(actor, share)
    session.flush()
    how = {"body": SAID, "reason": "Van de politie.", "content": POLICE}
    journal.correct_step(actor, first, **how)
    session.commit()
    decide(fia, ask(piet))
    left = session.get_one(Share, share.id, populate_existing=True)
    assert (left.excerpt, left.purpose) == ("", "")
    assert left.shared_by_id == sem.id
    assert [one.id for one in sharing.ledger(case)] == [share.id]


def test_what_somebody_typed_on_a_form_of_it_is_forgotten_and_no_other(
    session, step, sem, piet, fia
):
    actor = actor_for(sem)
    for path in (f"/steps/{step.id.hex}/correction", "/cases/een-andere/steps"):
        journal.keep_typed(actor, path=path, fields=SAID)
    session.commit()
    decide(fia, ask(piet))
    assert list(session.scalars(select(Draft.path))) == ["/cases/een-andere/steps"]


def test_nobody_reads_what_is_gone_by_the_law_in_hand_or_in_a_query(session, step, dora, piet, fia):
    decide(fia, ask(piet))
    session.refresh(step)
    reading = (Permission.STEP_VIEW, Permission.STEP_SEARCHED, Permission.STEP_STORED)
    for who in (dora, piet, fia):
        for permission in reading:
            actor = actor_for(who)
            assert not policy.allows(actor, permission, step)
            query = policy.visible(actor, permission, select(Step.id).where(Step.id == step.id))
            assert db.session.scalar(query.execution_options(unseen="policy")) is None
    with pytest.raises(NotPermitted):
        police.read_stored(actor_for(dora), step, reason=RestrictedReading.COMPLAINT)


def test_it_is_on_no_list_but_what_was_destroyed(session, step, case, sem, dora, piet, fia):
    decide(fia, ask(piet))
    track = case.track(SAFETY)
    for who in (sem, dora):
        assert journal.timeline(actor_for(who), case) == []
        assert police.stored_on(actor_for(who), track) == []
    assert police.stored(actor_for(piet)) == []
    accesslog.logbook(db.session()).clear()
