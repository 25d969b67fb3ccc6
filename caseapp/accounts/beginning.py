"""The first administrator of a municipality: made from the command line, for nobody can sign in."""

import re

from sqlalchemy import select

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.accounts import passwords
from caseapp.accounts.queries import active_holders, is_known
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import RoleGrant, User
from caseapp.model.organisations import Municipality

ADDRESS = r"[^@\s]{1,64}@[^@\s]+\.[^@\s]+"
"""What an e-mail address looks like."""
LONGEST = {"name": 160, "email": 254, "function": 120}


def first_administrator(
    municipality: Municipality, *, name: str, email: str, function: str
) -> tuple[User, str]:
    """Give a municipality its first administrator, and the password nobody else ever sees.

    Raises RuleBroken when somebody administers it already: they invite the next, on the screen.
    """
    held = select(Municipality.id).where(Municipality.id == municipality.id).with_for_update()
    db.session.execute(held)
    if active_holders(municipality.id, Role.FUNCTIONAL_ADMINISTRATOR):
        raise RuleBroken("administrator-known")
    facts = {"name": name.strip(), "email": email.strip().casefold(), "function": function.strip()}
    _refuse_crooked(facts)
    password = passwords.drawn()
    user = User(municipality_id=municipality.id, password_hash=passwords.hashed(password), **facts)
    user.grants = [
        RoleGrant(
            municipality_id=municipality.id,
            role=Role.FUNCTIONAL_ADMINISTRATOR,
            granted_at=clock.now(),
        )
    ]
    db.session.add(user)
    accesslog.record_by_command(Event.USER_INVITED, user, roles=Role.FUNCTIONAL_ADMINISTRATOR)
    return user, password


def _refuse_crooked(facts: dict[str, str]) -> None:
    for field, longest in LONGEST.items():
        if not 0 < len(facts[field]) <= longest or not facts[field].isprintable():
            raise RuleBroken(f"{field}-crooked")
    if not re.fullmatch(ADDRESS, facts["email"]):
        raise RuleBroken("email-crooked")
    if is_known(facts["email"]):
        raise RuleBroken("email-known")
