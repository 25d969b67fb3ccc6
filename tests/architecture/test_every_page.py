"""10. Every page: one h1, the title starts with it, valid HTML5, unique ids, labelled fields, forms
with action and token, no inline style or script. 8. A GET writes nothing but the log, and no
request leaves anything uncommitted. And the headers of every answer, to the letter.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, select

from caseapp.extensions import db
from caseapp.kernel import crypto
from caseapp.model.base import Base
from tests.architecture.flaws import flaws
from tests.support import routes, world
from tests.support.databases import ENGINES
from tests.support.world import World

pytestmark = pytest.mark.no_cover

READERS = ("friend", "director", "carer", "intake", "lead", "overseer", "officer", "protector",
           "auditor", "admin", "mayor", "partner")  # fmt: skip
MAY_WRITE = frozenset({"access_entries", "processings", "user_sessions"})
"""Tables a GET adds to: the log, and when somebody was last seen."""

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), clipboard-read=(), usb=(), "
    "payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Robots-Tag": "noindex",
}
POLICY = re.compile(
    r"default-src 'none'; script-src 'self'(?: 'nonce-[\w-]+')?; style-src 'self'; "
    r"img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; "
    r"frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
    r"require-trusted-types-for 'script'; trusted-types (?:htmx|'none')"
)
UNSAID = frozenset({"Server", "X-Powered-By", "ETag"})


@pytest.fixture(scope="module", params=ENGINES)
def built(request: pytest.FixtureRequest) -> Iterator[World]:
    made = world.build(request.param, "pages")
    for name in READERS:
        made.client(name)
    yield made
    _asked.clear()
    with made.app.app_context():
        db.engine.dispose()


@pytest.fixture
def town(built: World) -> World:
    crypto.use(built.ring)
    return built


_asked: dict[str, list[tuple[str, Any]]] = {}
"""What each person of one world got, asked once: several rules are about the same answers."""


def pages(built: World, name: str) -> list[tuple[str, Any]]:
    """Give the answer of each GET endpoint about the first things this person may open.

    What somebody may not open answers as what is not there: of that each asks a share.
    """
    if name not in _asked:
        _asked[name] = list(_ask(built, name))
    return _asked[name]


def _ask(built: World, name: str) -> Iterator[tuple[str, Any]]:
    client = built.client(name)
    for number, door in enumerate(routes.doors(built.app, "GET")):
        labels = door.sample.subjects(built)
        mine = [one for one in labels if routes.may_open(built, name, door.sample, one)]
        is_share = number % len(READERS) == READERS.index(name)
        for label in mine[:2] or labels[: int(is_share)]:
            values = door.sample.values(built, label)
            path = routes.address(built.app, door.endpoint, values)
            with world.undone(built.app):
                answer = client.get(path)
            yield path, answer


# --- What is wrong with the head of an answer ---------------------------------------------------


def wrong_headers(answer: Any, *, static: bool = False) -> list[str]:
    """Say which headers are not what they must be."""
    found = [
        f"{name}: {answer.headers.get(name)}"
        for name, value in FIXED.items()
        if answer.headers.getlist(name) != [value]
    ]
    if not POLICY.fullmatch(answer.headers.get("Content-Security-Policy", "")):
        found.append(answer.headers.get("Content-Security-Policy", "no policy"))
    wanted = "public, max-age=3600" if static else "no-store"
    if answer.headers.get("Cache-Control") != wanted:
        found.append(f"Cache-Control: {answer.headers.get('Cache-Control')}")
    return found + [
        name for name in UNSAID - ({"ETag"} if static else set()) if name in answer.headers
    ]


# --- The rules ----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
def test_every_page_is_whole(town, name):
    found, opened = [], 0
    for path, answer in pages(town, name):
        found += [f"{path}: {one}" for one in wrong_headers(answer)]
        opened += answer.status_code == 200
        if answer.mimetype == "text/html" and not 300 <= answer.status_code < 400:
            found += [f"{path} ({answer.status_code}): {one}" for one in flaws(answer.text)]
    assert not found, "\n".join(found)
    assert opened > 0


BY_SECRET = {"calendars.show"}
"""What opens for nobody but who has a secret, which stands nowhere; see `tests/calendars`."""
LEADS_ON = {"notices.show"}
"""What is no page itself, and only leads to one."""


def test_every_endpoint_was_opened_by_somebody(town):
    opened = set()
    for name in READERS:
        for path, answer in pages(town, name):
            with town.app.test_request_context(path) as context:
                endpoint = context.request.endpoint
            if answer.status_code == (303 if endpoint in LEADS_ON else 200):
                opened.add(endpoint)
    never = {door.endpoint for door in routes.doors(town.app, "GET")} - opened
    assert never == BY_SECRET


def test_a_form_that_comes_back_is_a_whole_page_too(town):
    found = []
    for name in ("director", "carer", "intake", "officer", "admin"):
        for door in routes.doors(town.app, "POST"):
            label = next(iter(door.sample.subjects(town)))
            path = routes.address(town.app, door.endpoint, door.sample.values(town, label))
            town.client(name).come_back()
            with world.undone(town.app):
                answer = town.client(name).send(path)
            found += [f"{path}: {one}" for one in wrong_headers(answer)]
            if answer.mimetype == "text/html" and not 300 <= answer.status_code < 400:
                found += [f"{path} ({answer.status_code}): {one}" for one in flaws(answer.text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "path", ["/sign-in", "/signed-out", "/nowhere", "/cases/x", "/%ff", "/static/no"]
)
def test_what_a_visitor_gets_is_whole(town, path):
    answer = world.Outsider(town.app, town.app.response_class).get(path)
    assert flaws(answer.text) == []
    assert wrong_headers(answer) == []


def test_the_headers_stand_on_every_kind_of_answer(town):
    client = town.client("carer")
    kinds = {
        405: client.put("/cases"),
        400: client.post("/cases", data={"csrf_token": "x"}),
        303: world.Outsider(town.app, town.app.response_class).get("/cases"),
        413: client.post("/cases", data=b"x" * 26_000_000, content_type="text/plain"),
        200: client.options("/cases"),
    }
    assert {status: answer.status_code for status, answer in kinds.items()} == {
        status: status for status in kinds if status != 413
    } | {413: kinds[413].status_code}
    assert kinds[413].status_code in (400, 413)
    assert [wrong_headers(answer) for answer in kinds.values()] == [[]] * len(kinds)
    with client.get("/static/css/app.built.css") as file:
        assert wrong_headers(file, static=True) == []


# --- A GET writes nothing but the log -----------------------------------------------------------


def contents(connection: Connection) -> dict[str, str]:
    """Give a fingerprint of every table but those a GET may write."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in MAY_WRITE:
            told = connection.execute(select(table), execution_options={"unseen": "count"})
            rows = sorted(str(tuple(row)) for row in told)
            found[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


@pytest.mark.parametrize("name", READERS)
def test_a_get_writes_nothing_but_the_log(town, name):
    client = town.client(name)
    with world.undone(town.app) as connection:
        before = contents(connection)
        for door in routes.doors(town.app, "GET"):
            label = next(iter(door.sample.subjects(town)))
            client.get(routes.address(town.app, door.endpoint, door.sample.values(town, label)))
        assert contents(connection) == before


def test_a_get_that_writes_is_found(town, monkeypatch):
    """Planted: showing a case changes its phase."""
    from caseapp import journal

    real = journal.timeline

    def meddling(actor, case, **options):
        case.phase = 3
        return real(actor, case, **options)

    monkeypatch.setattr(journal, "timeline", meddling)
    with world.undone(town.app) as connection:
        before = contents(connection)
        town.client("carer").get(f"/cases/{town.things['case']['main'].reference}")
        after = contents(connection)
    changed = {table for table in before if before[table] != after[table]}
    assert changed - {"findings"} == {"cases"}


def left_open(built: World, send: Any) -> bool:
    """Tell whether something was still unsaved when the answer of a request was ready."""
    unsaved = []

    def look(response: Any) -> Any:
        unsaved.append(bool(db.session.new or db.session.dirty or db.session.deleted))
        return response

    built.app.after_request_funcs.setdefault(None, []).insert(0, look)
    try:
        with world.undone(built.app):
            send()
    finally:
        built.app.after_request_funcs[None].remove(look)
    return any(unsaved)


@pytest.mark.parametrize("name", ["director", "intake", "admin", "officer"])
def test_no_request_ends_with_something_unsaved(town, name):
    client = town.client(name)
    for method in ("GET", "POST"):
        for door in routes.doors(town.app, method):
            label = next(iter(door.sample.subjects(town)))
            path = routes.address(town.app, door.endpoint, door.sample.values(town, label))
            fields = door.sample.fields(town, label)
            client.come_back()
            send = (lambda p=path, f=fields: client.send(p, f)) if method == "POST" else (
                lambda p=path: client.get(p)
            )  # fmt: skip
            assert not left_open(town, send), path


def test_a_request_that_leaves_something_unsaved_is_found(town):
    """Planted: a handler of the answer changes a row after the transaction ended."""
    from caseapp.model.organisations import Organisation

    def late(response: Any) -> Any:
        db.session.add(Organisation(municipality_id=town.things["case"]["main"].municipality_id))
        return response

    town.app.after_request_funcs[None].insert(0, late)
    try:
        assert left_open(town, lambda: town.client("carer").get("/cases"))
    finally:
        town.app.after_request_funcs[None].remove(late)


# --- Each rule can fail -------------------------------------------------------------------------

TABLE = (
    "<table><thead><tr><th>A</th></tr></thead>"
    "<tbody><tr><td>1</td></tr><tr><td>1</td><td>2</td></tr></tbody></table>"
)
REGION = '<section aria-label="Werk"></section>'
GOOD = (
    '<!DOCTYPE html><html lang="nl"><head><title>Taak - X</title></head><body><h1>Taak</h1>'
    '<form action="/x" method="post"><input type="hidden" name="csrf_token" value="1">'
    '<label for="a">Naam</label><input id="a" name="a"></form></body></html>'
)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<h1>Taak</h1>", "<h1>Taak</h1><h1>Taak</h1>", "2 times h1"),
        ("<h1>Taak</h1>", "", "0 times h1"),
        ("Taak - X", "X - Taak", "does not start"),
        ("</h1>", "</h2>", "not HTML5"),
        ('id="a" name', 'id="a" id="b" name', "not HTML5"),
        ("<h1>", '<p id="a"></p><h1>', "twice"),
        ('for="a"', 'for="b"', "no label"),
        ("<h1>", '<h1 style="color:red">', "style"),
        ("<h1>", '<h1 onclick="x()">', "onclick"),
        ("<h1>", "<script>x()</script><h1>", "inline script"),
        ("<h1>", '<p><a href="javascript:x()">x</a></p><h1>', "javascript"),
        ('action="/x" ', "", "without action"),
        ('name="csrf_token"', 'name="token"', "without token"),
        ('method="post"', 'method="get"', "token in an address"),
        ("<h1>", '<p aria-describedby="lost"></p><h1>', "leads nowhere"),
        ("<h1>", f"{TABLE}<h1>", "2 cells under 1 headings"),
        ("<h1>", f"{2 * REGION}<h1>", "landmark region 'werk' more than once"),
    ],
)
def test_each_flaw_is_found(old, new, said):
    assert flaws(GOOD) == []
    assert any(said in one for one in flaws(GOOD.replace(old, new, 1)))


@pytest.mark.parametrize("name", [*FIXED, "Content-Security-Policy", "Cache-Control"])
def test_a_missing_header_is_found(town, name):
    answer = town.client("carer").get("/cases")
    assert wrong_headers(answer) == []
    del answer.headers[name]
    assert wrong_headers(answer) != []
