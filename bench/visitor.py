"""Prepares what is asked of Samenhang while measuring: sessions, cases of 40 steps, searches.

    python bench/visitor.py FOLDER

Runs in the environment of one filled, fictitious instance, and writes a file per page with an
address and a cookie on each line. The sessions are rows like any other, with a token known here,
and the cookies are signed with the secret of that instance: this belongs to measuring only, and it
refuses a municipality that is not fictitious.
"""

import random
import secrets
import sys
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from sqlalchemy import exists, func, select

from caseapp import accesslog, create_app, residents
from caseapp.accounts import sessions
from caseapp.extensions import db
from caseapp.kernel import bearing, clock
from caseapp.kernel.actor import Actor, Role
from caseapp.model import lock
from caseapp.model.accesslog import Processing
from caseapp.model.accounts import RoleGrant, User, UserSession
from caseapp.model.case_words import Part
from caseapp.model.cases import Case, Involvement
from caseapp.model.journal import Step
from caseapp.model.organisations import Municipality
from caseapp.model.residents import Resident
from caseapp.model.searches import NameWord
from config import Config

CASES = 200
STEPS = 40
SEARCHES = 60
PEOPLE = 300
app = create_app(Config.from_environment())


def cookie(user_id: UUID) -> str:
    """Open a session for somebody and give the cookie their browser would carry."""
    user, token, now = db.session.get_one(User, user_id), secrets.token_urlsafe(32), clock.now()
    db.session.add(
        UserSession(
            municipality_id=user.municipality_id,
            token_hash=bearing.digest(token),
            user_id=user.id,
            started_at=now,
            seen_at=now,
        )
    )
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    fields = {"_user_id": token, "_fresh": True, "csrf_token": secrets.token_hex(20)}
    return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(fields)}"


def holder(role: Role) -> UUID:
    """Give somebody with this role in the largest municipality."""
    largest = select(Case.municipality_id).group_by(Case.municipality_id)
    home = db.session.scalars(
        largest.order_by(func.count().desc()).limit(1).execution_options(unseen="count")
    ).one()
    query = select(User.id).join(RoleGrant, RoleGrant.user_id == User.id).order_by(User.email)
    return db.session.scalars(
        query.where(RoleGrant.role == role, User.municipality_id == home).limit(1)
    ).one()


def case_visits() -> Iterable[tuple[str, str]]:
    """Give cases as their director opens them, each with 40 steps that this person reads."""
    query = (
        select(Case.id, Case.reference, Involvement.user_id)
        .join(Involvement, Involvement.case_id == Case.id)
        .join(RoleGrant, RoleGrant.user_id == Involvement.user_id)
        .where(Involvement.part == Part.DIRECTOR, Involvement.ended_at.is_(None))
        .where(RoleGrant.role == Role.SOCIAL_WORKER, RoleGrant.ended_at.is_(None))
        .order_by(Case.id)
        .limit(CASES)
    )
    known: dict[UUID, str] = {}
    for case_id, reference, user_id in db.session.execute(
        query.execution_options(unseen="count")
    ).all():
        if _has_enough_steps(case_id):
            known[user_id] = known.get(user_id) or cookie(user_id)
            yield f"/cases/{reference}", known[user_id]


def _has_enough_steps(case_id: UUID) -> bool:
    """Fill a case up to 40 steps with copies of those it has, each sealed in its own place."""
    steps = db.session.scalars(select(Step).where(Step.case_id == case_id)).all()
    case = db.session.get_one(Case, case_id)
    if not steps:
        return False
    copied = ("municipality_id", "track", "author_id", "kind", "outcome", "source", "nature")
    for number in range(len(steps), STEPS):
        old = steps[number % len(steps)]
        same = {name: getattr(old, name) for name in copied}
        step = Step(case=case, case_id=case_id, happened_on=old.happened_on, **same, body=old.body)
        db.session.add(step)
    db.session.flush()
    return True


def search_visits() -> Iterable[tuple[str, str]]:
    """Give searches for people by name, with one typing error in the surname."""
    user = db.session.get_one(User, holder(Role.INTAKE))
    actor = Actor(user.id, user.municipality_id, user.name, roles=frozenset({Role.INTAKE}))
    office = sessions.Office(user.municipality_id, "", "", fictitious=True)
    mine, dice = cookie(user.id), random.Random(7)
    query = select(Resident).where(Resident.municipality_id == user.municipality_id)
    for resident in db.session.scalars(query.order_by(Resident.id).limit(SEARCHES)).all():
        name = resident.surname
        place = dice.randrange(1, len(name)) if len(name) > 1 else 0
        typed = f"{resident.first_names.split(' ')[0]} {name[:place]}{name[place + 1 :]}".strip()
        question = residents.read(typed)
        if not question.is_empty:
            kept = residents.keep_search(actor, office, question=question)
            yield f"/searches/{kept.id.hex}", mine


def log_visits() -> Iterable[tuple[str, str]]:
    """Give residents whose lines in the log the privacy officer looks at.

    Not the newest in the log: those are the people of the cases measured before, who have gathered
    thousands of lines by that alone.
    """
    officer = db.session.get_one(User, holder(Role.PRIVACY_OFFICER))
    mine = cookie(officer.id)
    seen = exists().where(Processing.resident_id == Resident.id)
    query = select(Resident.id).where(Resident.municipality_id == officer.municipality_id, seen)
    listed = query.order_by(Resident.id.desc()).limit(PEOPLE).execution_options(unseen="count")
    for identity in db.session.scalars(listed):
        yield f"/log/residents/{identity.hex}", mine


def list_visits() -> Iterable[tuple[str, str]]:
    """Give the list of cases of somebody who may open thousands."""
    yield "/cases", cookie(holder(Role.PROCESS_DIRECTOR))


PAGES = {"case": case_visits, "list": list_visits, "search": search_visits, "log": log_visits}


def main(folder: Path) -> None:
    """Write the files; nothing of this is a look at anybody, so the log of it is left out."""
    folder.mkdir(parents=True, exist_ok=True)
    with app.app_context(), lock.speaking(db.session(), lock.Speaker(voice=lock.Voice.BUILDER)):
        if False in set(db.session.scalars(select(Municipality.is_fictitious))):
            sys.exit("This instance holds a real municipality.")
        for page, visits in PAGES.items():
            lines = [f"{path}\t{carried}\n" for path, carried in visits()]
            accesslog.logbook(db.session()).clear()
            db.session.flush()
            accesslog.logbook(db.session()).clear()
            db.session.commit()
            (folder / page).write_text("".join(lines))
            print(f"{page}: {len(lines)} addresses")
        counted = [func.count(noun.id) for noun in (Case, Resident, Step)]
        for noun, number in zip(("cases", "residents", "steps"), counted, strict=True):
            query = select(number).execution_options(unseen="count")
            print(f"{noun}: {db.session.scalars(query).one()}")
        print(f"log lines: {db.session.scalars(select(func.max(Processing.seq))).one()}")
        print(f"words of names: {db.session.scalars(select(func.count(NameWord.id))).one()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
