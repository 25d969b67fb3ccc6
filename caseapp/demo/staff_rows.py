"""The rows of the municipalities, their organisations and teams, and the people who work there."""

from datetime import UTC, date, datetime, time
from uuid import UUID

from caseapp.accounts import passwords
from caseapp.demo.bulk import Bulk
from caseapp.demo.entities import Municipality as Place
from caseapp.demo.entities import Organisation as Organised
from caseapp.demo.entities import StaffMember
from caseapp.demo.entities import Team as Group
from caseapp.demo.marks import Marks
from caseapp.demo.people import plain
from caseapp.demo.world import World
from caseapp.kernel import clock, crypto
from caseapp.model.accounts import RoleGrant, TeamMembership, User
from caseapp.model.organisations import Municipality, Organisation, Team

THEMES = ("meadow", "heather")
BEGIN_OF_DAY = time(8, 0, tzinfo=UTC)


def password_of(municipality: Place) -> str:
    """Give the password all fictitious staff of a municipality share."""
    words = "-".join(plain(word) for word in municipality.name.split())
    return f"samen-{words}-2026"


def add_staff(bulk: Bulk, world: World, marks: Marks) -> None:
    """Add both municipalities with their keys, organisations, teams and staff."""
    for place, theme in zip(world.municipalities, THEMES, strict=True):
        identity = marks.of(place.key)
        _keep_keys(identity)
        row = {
            "id": identity,
            "name": place.name,
            "prefix": place.reference_prefix,
            "theme": theme,
            "is_fictitious": True,
            "created_at": clock.now(),
        }
        bulk.add(Municipality, row)
    _add_organisations(bulk, world, marks)
    hashes = {place.key: passwords.hashed(password_of(place)) for place in world.municipalities}
    for member in world.staff:
        _add_member(bulk, marks, member, hashes[member.municipality])
    bulk.write()


def _keep_keys(municipality_id: UUID) -> None:
    """Draw keys, unless the ring holds some: another database may be sealed with those."""
    ring = crypto.ring()
    ring.reload()
    if municipality_id not in ring.keys:
        ring.add(municipality_id)


def _add_organisations(bulk: Bulk, world: World, marks: Marks) -> None:
    groups: tuple[Organised | Group, ...] = (*world.organisations, *world.teams)
    for found in groups:
        row = {
            "id": marks.of(found.key),
            "municipality_id": marks.of(found.municipality),
            "name": found.name,
            "kind": found.kind,
            "created_at": clock.now(),
        }
        bulk.add(Team if isinstance(found, Group) else Organisation, row)


def _add_member(bulk: Bulk, marks: Marks, member: StaffMember, password_hash: str) -> None:
    began, left = _moment(member.started_on), _moment(member.left_on) if member.left_on else None
    user_id, municipality_id = marks.staff(member.key), marks.of(member.municipality)
    held = {"municipality_id": municipality_id, "user_id": user_id}
    user = {
        "id": user_id,
        "municipality_id": municipality_id,
        "name": member.name,
        "email": member.email,
        "function": member.job_title,
        "password_hash": password_hash,
        "organisation_id": marks.of(member.organisation),
        "deactivated_at": left,
        "created_at": began,
    }
    grant = {
        "id": marks.of(f"{member.key}/grant"),
        "role": member.role,
        "granted_at": began,
        "ended_at": left,
    }
    membership = {
        "id": marks.of(f"{member.key}/team"),
        "team_id": marks.of(member.team),
        "is_lead": bool(member.leads),
    }
    bulk.add(User, user)
    bulk.add(RoleGrant, held | grant)
    bulk.add(TeamMembership, held | membership)


def _moment(day: date) -> datetime:
    return datetime.combine(day, BEGIN_OF_DAY)
