"""The rows of the municipalities, their organisations and teams, and the people who work there."""

from datetime import UTC, date, datetime, time, timedelta
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
from caseapp.kernel.actor import Role
from caseapp.model.accounts import RoleGrant, TeamMembership, User
from caseapp.model.domains import OwnDomain, OwnDomainSet
from caseapp.model.on_call import OnCallPlace
from caseapp.model.organisations import Municipality, Organisation, Team

THEMES = ("meadow", "heather")
ON_CALL, PEOPLE_ON_CALL = (Role.TEAM_LEAD, Role.PROCESS_DIRECTOR), 3
PUT_ON_CALL = timedelta(days=40)
OWN_SET = "Rond het gezin"
OWN_DOMAINS = ("Veilig thuis", "School", "Geld", "Vrienden en buurt", "Gezondheid")
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
    for place in world.municipalities:
        _add_on_call(bulk, world, marks, place.key)
        _add_own_set(bulk, world, marks, place.key)
    bulk.write()


def _add_on_call(bulk: Bulk, world: World, marks: Marks, municipality: str) -> None:
    """Put who leads a team and who leads the process on call, in that order."""
    here = [one for one in world.staff if one.municipality == municipality and not one.left_on]
    called = [one for role in ON_CALL for one in here if one.role == role][:PEOPLE_ON_CALL]
    by = [one.key for one in here if one.role == Role.FUNCTIONAL_ADMINISTRATOR]
    for number, member in enumerate(called if by else (), start=1):
        row = {
            "id": marks.of(f"{member.key}/on-call"),
            "municipality_id": marks.of(municipality),
            "user_id": marks.staff(member.key),
            "place": number,
            "put_at": clock.now() - PUT_ON_CALL,
            "put_by_id": marks.staff(by[0]),
        }
        bulk.add(OnCallPlace, row)


def _add_own_set(bulk: Bulk, world: World, marks: Marks, municipality: str) -> None:
    """Have a set of areas of life that the administrator made, for plans to go by."""
    office = Role.FUNCTIONAL_ADMINISTRATOR
    by = [one.key for one in world.staff if one.municipality == municipality and one.role == office]
    if not by:
        return
    owned, set_id = {"municipality_id": marks.of(municipality)}, marks.of(f"{municipality}/own-set")
    made = {"made_at": clock.now() - PUT_ON_CALL, "made_by_id": marks.staff(by[0])}
    bulk.add(OwnDomainSet, owned | made | {"id": set_id, "name": OWN_SET})
    for position, name in enumerate(OWN_DOMAINS):
        own_id = marks.of(f"{municipality}/own-set/{position}")
        row = {"id": own_id, "set_id": set_id, "position": position, "name": name}
        bulk.add(OwnDomain, owned | row)


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
