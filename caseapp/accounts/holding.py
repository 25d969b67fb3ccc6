"""Taking turns: nobody gives work to an account while it ends, nor ends it while work comes."""

from uuid import UUID

from sqlalchemy import select

from caseapp.extensions import db
from caseapp.model.accounts import User
from caseapp.model.organisations import Team


def hold(*people: User) -> None:
    """Hold these accounts until the end of the transaction, in one order for everybody.

    Who gives somebody work holds their account too: work does not come while access ends.
    """
    ids = [one.id for one in people]
    query = select(User.id).where(User.id.in_(ids)).order_by(User.id).with_for_update()
    db.session.execute(query).all()


def hold_teams(*team_ids: UUID, leaves: bool = False) -> None:
    """Hold these teams until the end of the transaction.

    Who leaves a team holds it alone; who lets something wait there only keeps others from leaving.
    So the last two do not go at one moment, nor does work come to a team that empties meanwhile.
    Teams before accounts, everywhere: who lets something wait with a team tells its people of it.
    """
    query = select(Team.id).where(Team.id.in_(team_ids)).order_by(Team.id)
    db.session.execute(query.with_for_update(read=not leaves, key_share=leaves)).all()
