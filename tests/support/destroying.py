"""Police data at the end of its days: having it, asking, deciding, and trying it in bare SQL."""

import re
from datetime import date, timedelta

from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from caseapp import accesslog, approvals
from caseapp.extensions import db
from caseapp.flows import approved
from caseapp.journal import police
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.case_words import TrackKind
from caseapp.model.content import ContentClass
from caseapp.model.journal import Outcome, Step, StepKind
from caseapp.model.organisations import Municipality
from caseapp.model.police import PoliceDestruction
from caseapp.model.sealed import DataKey
from tests.support.cast import actor_for

SAFETY = TrackKind.SAFETY
POLICE = ContentClass.POLICE
SAID = "De auto met kenteken XX-12-YY stond er weer."
OLD = 3700
"""More than ten years, in days."""
REFUSED = re.compile("(does|do) not change")
EMPTIED = {
    "body_sealed": None,
    "reason_sealed": None,
    "kind": StepKind.OTHER,
    "outcome": Outcome.NONE,
    "end_result": None,
}


def aged(town, case, author, days=OLD, said=SAID, **facts):
    happened_on = clock.today() - timedelta(days=days)
    return town.step(case, author, SAFETY, said, content=POLICE, happened_on=happened_on, **facts)


def due_in(town, case, author, days=0):
    """Have police data that must go after so many days: of today, or of any day before."""
    facts = {"content": ContentClass.POLICE, "happened_on": date(2012, 2, 29)}
    due = clock.today() + timedelta(days=days)
    return town.step(case, author, SAFETY, "De auto stond er weer.", destroy_from=due, **facts)


def acting(who):
    """Give somebody as they act, in a request of their own."""
    actor = who if isinstance(who, Actor) else actor_for(who)
    accesslog.logbook(db.session()).clear()
    accesslog.book_of(actor)
    return actor


def ask(piet, only=None, shown=None):
    actor = acting(piet)
    lines = [one for one in police.due(actor) if only in (None, one.id)]
    shown = shown or police.fingerprint(text for one in lines for text in one.texts)
    office = db.session.get_one(Municipality, piet.municipality_id)
    try:
        made = police.ask_destruction(actor, office, shown=shown, only=only)
        db.session.commit()
    finally:
        accesslog.logbook(db.session()).clear()
    return made


def decide(fia, asked, *, granted=True):
    shown = approvals.hashed(asked.kind, asked.subject_id, asked.payload).hex()
    approved.decide(acting(fia), asked, shown=shown, granted=granted)
    db.session.commit()
    db.session.expire_all()


def body_of(session, one):
    session.refresh(one)
    accesslog.logbook(session()).clear()
    return one.body


def listed(piet):
    actor = actor_for(piet)
    found = (
        [one.id for one in police.due(actor)],
        [one.line.id for one in police.destroyed(actor)],
    )
    accesslog.logbook(db.session()).clear()
    return found


def agree(session, asked, who, **changed):
    told = {"decided_by_id": who.id, "decided_at": clock.now(), "granted": True} | changed
    session.execute(update(Approval).where(Approval.id == asked.id).values(**told))
    return asked


def run(session, statement):
    """Give whether the database does it; what it did is undone, so that more can be tried."""
    kept = session.begin_nested()
    refused, done = "", 0
    try:
        done = session.execute(statement, execution_options={"synchronize_session": False}).rowcount
    except DBAPIError as error:
        refused = str(error)
    finally:
        kept.rollback()
    if not refused:
        return done
    assert REFUSED.search(refused), refused
    return "refused"


def destroyed(one, **changed):
    return update(Step).where(Step.id == one.id).values(**(EMPTIED | changed))


def waiting(session, town, piet):
    """Have a request of this kind that names nothing yet."""
    payload = "{}"
    made = Approval(
        municipality_id=town.id,
        kind=ApprovalKind.DESTROY_POLICE_DATA,
        subject_kind="municipalities",
        subject_id=town.id,
        payload=payload,
        payload_hash=approvals.hashed(ApprovalKind.DESTROY_POLICE_DATA, town.id, payload),
        key=DataKey.draw(town.id),
        requested_by_id=piet.id,
        requested_at=clock.now(),
        until=clock.now() + timedelta(days=1),
    )
    db.session.add(made)
    db.session.flush()
    return made


def named(town, request, step):
    return PoliceDestruction(municipality_id=town.id, approval_id=request.id, step_id=step.id)
