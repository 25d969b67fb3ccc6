"""Fills an empty database with the fictitious municipality and its neighbour.

Refuses a database that holds a municipality already: fictitious people never stand among real ones.
"""

from datetime import timedelta

from sqlalchemy import select

from caseapp import watchdog
from caseapp.accesslog.seal.sealing import open_months
from caseapp.demo.bulk import Bulk
from caseapp.demo.case_rows import CaseRows
from caseapp.demo.crack_rows import plant_cracks
from caseapp.demo.entities import StaffMember
from caseapp.demo.leave_rows import add_leaves
from caseapp.demo.marks import Marks
from caseapp.demo.resident_rows import ResidentRows
from caseapp.demo.signal_rows import add_signals
from caseapp.demo.staff import MAIN, MUNICIPALITIES, staff
from caseapp.demo.staff_rows import add_staff, password_of
from caseapp.demo.world import World
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import CaseAppError
from caseapp.model import lock
from caseapp.model.accounts import User
from caseapp.model.organisations import Municipality

SEED = 2026
OLDEST_LOOK = timedelta(days=800)
NEIGHBOURS_SHOWN = frozenset({Role.SOCIAL_WORKER, Role.SAFETY_ADVISER, Role.PRIVACY_OFFICER})


class NotEmpty(CaseAppError):
    """The database holds a municipality; the message says which sort. Nothing was changed."""


def fill(*, scale: float = 1.0, seed: int = SEED) -> None:
    """Fill the database with the world of a seed; scale 1 has 120 cases in its main municipality.

    Raises NotEmpty when the database holds any municipality, ValueError for a scale of 0 or less.
    """
    refuse_unless_empty()
    db.session.rollback()  # nothing of ours may stand in the way of new parts of the log
    open_months(db.engine, clock.today() - OLDEST_LOOK)
    with lock.aloud(db.session(), lock.Voice.BUILDER):
        _fill(scale, seed)


def _fill(scale: float, seed: int) -> None:
    world, marks = World.make(seed, today=clock.today(), scale=scale), Marks(seed)
    bulk = Bulk(db.session())
    add_staff(bulk, world, marks)
    add_leaves(bulk, world, marks)
    ResidentRows(bulk, world, marks).add_all(world.iter_households())
    cases = CaseRows(bulk, world, marks)
    for case in world.iter_cases():
        cases.add(case)
    add_signals(bulk, world, marks)
    cases.log.add_snooping(world.snooping)
    cases.log.finish()
    bulk.finish()
    plant_cracks(db.session(), marks.of(MAIN.key))
    for municipality_id in db.session.scalars(select(Municipality.id)).all():
        watchdog.examine(municipality_id)


def refuse_unless_empty() -> None:
    """Raise NotEmpty when the database holds any municipality, above all a real one."""
    known = set(db.session.scalars(select(Municipality.is_fictitious)))
    if False in known:
        raise NotEmpty(
            "This database holds a real municipality: fictitious people do not belong there. "
            "Nothing was changed."
        )
    if known:
        raise NotEmpty(
            "This database is filled with a fictitious municipality already. Nothing was changed."
        )


def sign_ins() -> list[dict[str, str]]:
    """Give the fictitious sign-ins: one for each role, and some of the neighbour.

    Only of fictitious municipalities that are there; empty when there are none.
    """
    shown = [member for member in staff(SEED, clock.today(), 1) if _is_shown(member)]
    query = (
        select(User.email, User.name, Municipality.name)
        .join(Municipality, Municipality.id == User.municipality_id)
        .where(
            Municipality.is_fictitious,
            User.email.in_([member.email for member in shown]),
            User.deactivated_at.is_(None),
        )
    )
    with lock.aloud(db.session(), lock.Voice.BUILDER):
        found = {email: (name, place) for email, name, place in db.session.execute(query)}
    places = {place.key: place for place in MUNICIPALITIES}
    return [
        {
            "role": member.role,
            "email": member.email,
            "password": password_of(places[member.municipality]),
            "municipality": found[member.email][1],
            "name": found[member.email][0],
        }
        for member in shown
        if member.email in found
    ]


def _is_shown(member: StaffMember) -> bool:
    if member.municipality == MAIN.key:
        return member.of_the_day
    return Role(member.role) in NEIGHBOURS_SHOWN
