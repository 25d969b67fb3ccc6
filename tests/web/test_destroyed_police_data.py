"""What two people had destroyed stands nowhere any more: on no page, in no file, in no column.

In a town where every text is a word, so that a word that comes back is found.
"""

import html5lib
import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from caseapp import accesslog, journal
from caseapp.extensions import db
from caseapp.kernel import clock, crypto
from caseapp.model import lock
from caseapp.model.base import Base
from caseapp.model.content import ContentClass
from caseapp.model.journal import Draft
from caseapp.model.sealed import Opens, OpensDay
from caseapp.model.shares import Share, ShareGround
from tests.support import papers, routes, world
from tests.support.cast import actor_for
from tests.support.databases import ENGINES
from tests.support.world import word

pytestmark = pytest.mark.no_cover
GONE = word("police main due")
READERS = ("director", "adviser", "officer", "protector", "overseer")


@pytest.fixture(scope="module", params=ENGINES)
def built(request):
    made = world.build(request.param, "destroyed")
    with world.making(made.app):
        _spread(made)
    for name in READERS:
        made.client(name)
    yield made
    with made.app.app_context():
        db.engine.dispose()


def _spread(made):
    """Have its words in what was shared of it, and in what somebody was typing."""
    step, adviser = made.things["step"]["main due"], made.people["adviser"]
    accesslog.book_of(actor_for(adviser))
    step = db.session.merge(step)
    share = Share(
        municipality_id=step.municipality_id, case_id=step.case_id, case=step.case,
        step_id=step.id, from_track=step.track, content=ContentClass.POLICE,
        ground=ShareGround.POLICE_ACT, excerpt=GONE, purpose=GONE, until_on=clock.today(),
        shared_at=clock.now(), shared_by_id=adviser.id,
    )  # fmt: skip
    db.session.add(share)
    path = f"/steps/{step.id.hex}/correction"
    journal.keep_typed(actor_for(adviser), path=path, fields=f'{{"body": ["{GONE}"]}}')
    accesslog.logbook(db.session()).clear()
    db.session.commit()


def held(app):
    """Give each column of the database that holds the word, opened with the keys there are."""
    found = []
    with app.app_context(), lock.aloud(db.session(), lock.Voice.BUILDER):
        for mapper in Base.registry.mappers:
            names = [
                name
                for owner in mapper.class_.__mro__
                for name, one in vars(owner).items()
                if isinstance(one, Opens) and not isinstance(one, OpensDay)
            ]
            rows = db.session.scalars(select(mapper.class_).options(undefer("*"))) if names else ()
            found += [
                f"{mapper.class_.__tablename__}.{name}"
                for row in rows
                for name in names
                if GONE in getattr(row, name)
            ]
        accesslog.logbook(db.session()).clear()
        db.session.rollback()
    return sorted(found)


def told(built, name, method="GET"):
    """Give each answer that holds the word, of all that somebody may ask about the main case."""
    for door in routes.doors(built.app, method):
        labels = door.sample.subjects(built)
        mine = [one for one in labels if routes.may_open(built, name, door.sample, one)]
        for label in [one for one in mine if one.startswith("main")] or mine[:1]:
            path = routes.address(built.app, door.endpoint, door.sample.values(built, label))
            client = built.client(name)
            client.come_back()
            if method == "GET":
                answer = client.get(path)
            else:
                answer = client.send(path, door.sample.fields(built, label))
            assert answer.status_code < 500, path
            if GONE in papers.written(answer):
                yield f"{method} {path}"


def agree(built):
    """Have the officer ask on the list, and the protector agree on the page of the request."""
    officer, protector = built.client("officer"), built.client("protector")
    officer.come_back()
    asked = officer.send("/police-data", routes.ROUTES["police_data.create"].fields(built, ""))
    assert asked.status_code == 303
    tree = html5lib.parse(protector.get(asked.location).data, namespaceHTMLElements=False)
    shown = next(e.get("value") for e in tree.iter("input") if e.get("name") == "shown")
    protector.come_back()
    assert protector.send(f"{asked.location}/grant", {"shown": shown}).status_code == 303


def test_it_is_nowhere_once_two_people_agreed(built):
    crypto.use(built.ring)
    app, director = built.app, built.client("director")
    step = built.things["step"]["main due"].id.hex
    assert GONE in director.send(f"/police-data/{step}", {"reason": "complaint"}).text
    assert held(app) == ["drafts.fields", "shares.excerpt", "shares.purpose", "steps.body"]
    assert list(told(built, "director"))  # what was shared of it is on the strip

    agree(built)

    assert held(app) == []
    for name in READERS:
        assert list(told(built, name)) == [], name
    with world.undone(app):
        for name in ("director", "adviser", "officer"):
            assert list(told(built, name, "POST")) == [], name
    director.come_back()
    assert director.send(f"/police-data/{step}", {"reason": "complaint"}).status_code == 404
    assert director.get(f"/steps/{step}").status_code == 404
    listed = built.client("officer").get("/police-data")
    assert "Vernietigd op" in listed.text
    assert built.people["protector"].name in listed.text
    with app.app_context():
        assert f"/steps/{step}/correction" not in list(db.session.scalars(select(Draft.path)))
