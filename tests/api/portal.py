"""A town with a resident portal that asks what was done with somebody's data."""

from contextlib import contextmanager
from datetime import timedelta

import time_machine

from caseapp import residents, tokens
from caseapp.extensions import db
from caseapp.kernel.actor import Role
from caseapp.model.tokens import ApiScope
from tests.conformance.contract import Contract
from tests.privacy.place import BEFORE, LATER, Place
from tests.support.world import BSNS

CONTRACT = Contract("vng-read")
PERIOD = {"beginDatum": "2026-04-01", "eindDatum": "2026-04-20"}


class Portal(Place):
    """A town with a resident portal that asks."""

    def __init__(self, town, client):
        super().__init__(town, client)
        self.admin = town.person(Role.FUNCTIONAL_ADMINISTRATOR)
        self.bsn = next(BSNS)
        self.fatma, self.case = self._settle(
            bsn=self.bsn, bsn_hash=residents.bsn_hash(town.id, self.bsn)
        )

    def token(self, scope=ApiScope.READ_NORMAL, days=90, owner=None):
        row, text = tokens.new_token(
            self.town.id,
            name="Portaal",
            scope=scope,
            owner_id=(owner or self.admin).id,
            term=timedelta(days=days),
        )
        db.session.add(row)
        db.session.commit()
        return text

    def ask(self, token, path="", headers=None, **query):
        asked = {"objecttype": "persoon", "soortObjectId": "BSN", "objectId": self.bsn, **PERIOD}
        return self.client.get(
            f"/api/v1/verwerkte-objecten{path}",
            query_string={} if path else {**asked, **query},
            headers={"Authorization": f"Bearer {token}", **(headers or {})},
        )


@contextmanager
def asking(town, client):
    """Give a portal, some days after two colleagues looked."""
    with time_machine.travel(BEFORE, tick=False):
        made = Portal(town, client)
    made.look(made.noor, made.case, "2026-04-14T08:00:00Z")
    made.look(made.sem, made.case, "2026-04-15T08:00:00Z")
    with time_machine.travel(LATER, tick=False):
        yield made
