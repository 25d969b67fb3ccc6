"""Taking turns: nobody gives work to an account while it ends, nor ends it while work comes."""

from sqlalchemy import select

from caseapp.extensions import db
from caseapp.model.accounts import User


def hold(*people: User) -> None:
    """Hold these accounts until the end of the transaction, in one order for everybody.

    Who gives somebody work holds their account too: work does not come while access ends.
    """
    ids = [one.id for one in people]
    query = select(User.id).where(User.id.in_(ids)).order_by(User.id).with_for_update()
    db.session.execute(query).all()
