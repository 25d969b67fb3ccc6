"""Every form with a text on it: sent after the session ended, it stands ready after signing in.

The forms are found on the pages themselves, so that a new one cannot be forgotten here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from sqlalchemy import text

from caseapp.extensions import db
from caseapp.kernel import crypto
from tests.support import routes, world
from tests.support.databases import ENGINES
from tests.support.world import World

pytestmark = pytest.mark.no_cover

TYPED = "Bijna kwijt, maar niet heus."
DATE = {"-day": "17", "-month": "11", "-year": "2031"}
PEOPLE = ("carer", "director", "intake", "officer", "admin", "lead", "overseer")
NOT_KEPT = ("/searches", "/log/questions", "/profile/marks", "/police-data")
"""What one looks for, and by what one is known oneself, is written down nowhere."""


@pytest.fixture(scope="module", params=ENGINES)
def built(request: pytest.FixtureRequest) -> Iterator[World]:
    made = world.build(request.param, "typed")
    for name in PEOPLE:
        made.client(name)
    yield made
    with made.app.app_context():
        db.engine.dispose()


@dataclass(frozen=True)
class Written:
    """One form as it stood on a page, filled in by somebody who took time over it."""

    who: str
    action: str
    fields: dict[str, Any]


def written(name: str, form: Element) -> Written | None:
    """Fill a form in; None when there is nothing to write on it."""
    texts = [e.get("name") for e in form.iter("textarea")]
    texts += [e.get("name") for e in form.iter("input") if e.get("type", "text") == "text"]
    texts = [one for one in texts if one]
    action = form.get("action", "")
    if (
        form.get("method") != "post"
        or not texts
        or action.endswith(NOT_KEPT)
        or "file" in str(texts)
    ):
        return None
    return Written(name, action, {one: typed_in(one) for one in texts})


def typed_in(name: str) -> str:
    """Give what is typed in a box: of a date its part, and else a text."""
    return next((told for part, told in DATE.items() if name.endswith(part)), TYPED)


def forms(built: World) -> dict[str, Written]:
    """Give a form of each kind there is, from the pages people may open."""
    found: dict[str, Written] = {}
    adapter = built.app.url_map.bind("localhost")
    for name in PEOPLE:
        for door in routes.doors(built.app, "GET"):
            labels = door.sample.subjects(built)
            mine = [one for one in labels if routes.may_open(built, name, door.sample, one)]
            if door.sample.permission is None or not mine:
                continue
            path = routes.address(built.app, door.endpoint, door.sample.values(built, mine[0]))
            answer = built.client(name).get(path)
            if answer.mimetype != "text/html":
                continue
            tree = html5lib.parse(answer.data, namespaceHTMLElements=False)
            for form in tree.iter("form"):
                one = written(name, form)
                if one is not None:
                    endpoint, _values = adapter.match(one.action, method="POST")
                    found.setdefault(endpoint, one)
    return found


def comes_back(built: World, form: Written) -> bool:
    """Send a form too late and sign in: does the page that is ready hold what was typed?"""
    browser = built.client(form.who)
    with world.undone(built.app) as connection:
        browser.come_back()
        ended = text("UPDATE user_sessions SET ended_at = :now WHERE user_id = :who")
        with built.app.app_context():
            connection.execute(ended, {"now": "2020-01-01 00:00:00", "who": _id(built, form.who)})
        sent = browser.send(form.action, form.fields)
        assert (sent.status_code, sent.location) == (303, "/sign-in"), form
        with browser.session_transaction() as cookie:
            ready = cookie.get("after_sign_in", "/")
        connection.execute(text("UPDATE user_sessions SET ended_at = NULL"))
        browser.come_back()
        page = browser.get(ready)
    return page.status_code == 200 and all(told in page.text for told in form.fields.values())


def _id(built: World, name: str) -> Any:
    identity = built.people[name].id
    return identity if built.app.config["SQLALCHEMY_DATABASE_URI"][:6] != "sqlite" else identity.hex


def test_no_form_loses_a_text_because_its_session_ended(built):
    crypto.use(built.ring)
    found = forms(built)
    assert len(found) >= 25, sorted(found)
    lost = sorted(endpoint for endpoint, form in found.items() if not comes_back(built, form))
    assert not lost, " ".join(lost)
