"""The mail of whole municipalities is searched for everything planted in them: nothing is found.

Everybody is told of everything, whoever they are: what reaches somebody is what they may know.
"""

import dataclasses
from collections import Counter

import pytest
from sqlalchemy import select

from caseapp import notifications
from caseapp.extensions import db
from caseapp.model.accounts import User
from caseapp.model.messages import Message, MessageKind, Way
from caseapp.model.organisations import Municipality
from caseapp.model.residents import Resident
from caseapp.notifications.standing import ASKED
from caseapp.worker import delivering
from tests.support import world as worlds
from tests.support.databases import ENGINES

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]
NOUNS = {
    MessageKind.FLAG_RAISED: "flag",
    MessageKind.FLAG_UNANSWERED: "flag",
    MessageKind.EMERGENCY_OPENED: "emergency",
    MessageKind.HANDOVER_OFFERED: "handover",
    MessageKind.HANDOVER_BACK: "handover",
    MessageKind.DESCENT_ASKED: "descent",
    MessageKind.DESCENT_BACK: "descent",
    MessageKind.MEETING_GIVEN: "meeting",
    MessageKind.MEETING_INVITED: "agenda_item",
    MessageKind.WATCH_GIVEN: "watch",
    MessageKind.COLLEAGUE_LEFT: "departure",
    MessageKind.LEAVE_ASKED: "leave",
    MessageKind.LEAVE_REFUSED: "leave",
    MessageKind.SIGNAL_GIVEN: "signal",
    MessageKind.SIGNAL_WAITS: "signal",
    MessageKind.SIGNAL_BACK: "signal",
    MessageKind.REVIEW_QUESTION: "review",
    MessageKind.APPROVAL_ASKED: "approval",
    MessageKind.APPROVAL_DECIDED: "approval",
    MessageKind.FINDING: "finding",
}

TOLD_BESIDE = {
    MessageKind.WORK_GIVEN: "told of each part in a case",
    MessageKind.DIGEST: "told of each municipality",
    MessageKind.REVIEW_WAITS: "says of nobody whom it is about: it leads to a list",
}
"""The other kinds, and how this test comes to them."""


@pytest.fixture(scope="module", params=ENGINES)
def world(request):
    made = worlds.build(request.param, "mail")
    yield made
    with made.app.app_context():
        db.engine.dispose()


@pytest.fixture
def post(world, open_office, monkeypatch):
    """Let the mail of this world go to the server of the test."""
    config = dataclasses.replace(world.app.config["SAMENHANG"], mail=open_office.settings())
    monkeypatch.setitem(world.app.config, "SAMENHANG", config)
    return open_office


def tell_everybody_of_everything(world):
    far = ("Elders/carer", "Elders/lead", "Elders/officer")
    told = {name: user for name, user in world.people.items() if "/" not in name or name in far}
    everybody = [user.id for user in told.values()]
    with worlds.making(world.app):
        for kind, about in NOUNS.items():
            for row in world.things[about].values():
                case_id = getattr(row, "case_id", None)
                notifications.tell(kind, row, to=everybody, case_id=case_id, way=Way.AT_ONCE)
        for case in world.things["case"].values():
            for involvement in case.involvements:
                notifications.tell(
                    MessageKind.WORK_GIVEN,
                    involvement,
                    to=everybody,
                    case_id=case.id,
                    way=Way.AT_ONCE,
                )
                notifications.tell(
                    MessageKind.FINDING, involvement, to=everybody, case_id=case.id, way=Way.DIGEST
                )
        for office in db.session.scalars(select(Municipality)):
            people = db.session.scalars(select(User.id).where(User.municipality_id == office.id))
            notifications.tell(MessageKind.DIGEST, office, to=people, way=Way.AT_ONCE)
        db.session.commit()


def planted(world):
    """Give every name, address and number of the residents, and every title."""
    with worlds.making(world.app):
        words = set()
        for resident in db.session.scalars(select(Resident)):
            words |= {resident.surname, resident.first_names, resident.bsn, resident.phone}
            words |= {resident.postcode, resident.street, resident.email}
        return {word.casefold() for word in words if word and len(word) > 3}


def test_no_kind_of_message_is_forgotten_here():
    assert set(NOUNS) | set(TOLD_BESIDE) == set(MessageKind)


def test_a_mail_holds_no_planted_word_and_reaches_only_who_may_know(world, post):
    tell_everybody_of_everything(world)
    with world.app.app_context():
        sent = delivering.deliver_all()
    letters = post.letters()
    assert sent == len(letters) > 100
    kinds = Counter()
    with worlds.making(world.app):
        rows = {row.id.hex: row for row in db.session.scalars(select(Message))}
    addresses = {user.email: name for name, user in world.people.items()}
    shielded = {c.reference for c in world.things["case"].values() if c.is_shielded}
    words = planted(world)
    assert len(words) > 10
    for letter in letters:
        address = letter["To"]
        del letter["To"]  # one's own, and nowhere else in it
        text = (str(letter) + letter.get_content()).casefold()
        assert not worlds.WORD.search(text)
        assert not [word for word in words if word in text]
        assert not [one for one in shielded if one.casefold() in text]
        row = rows[letter["Message-ID"].strip("<>").partition("@")[0]]
        kinds[row.kind] += 1
        _refuse_unless_theirs(world, row, addresses.get(address))
    assert set(kinds) >= set(NOUNS) - {MessageKind.APPROVAL_DECIDED} - NOT_THERE
    assert kinds[MessageKind.DIGEST] > 10


NOT_THERE = {
    MessageKind.FLAG_UNANSWERED,
    MessageKind.LEAVE_REFUSED,
    MessageKind.DESCENT_BACK,
}
"""May be absent from a world; the others must have gone to somebody."""


def _refuse_unless_theirs(world, row, name):
    """Ask the oracle, which knows nothing of the policy, whether this person may know."""
    about = NOUNS.get(row.kind)
    if about is None:
        return
    permission = str(ASKED[row.kind][0])
    label = next(one for one, it in world.things[about].items() if it.id == row.subject_id)
    assert world.oracle.may(world.person(name), permission, world.facts[about, label])
