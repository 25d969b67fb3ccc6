"""The walker: every address, by every role in every relation, in a world where each text is a word.

What comes back holds only words the oracle allows, everybody whose word it holds has a line in the
log under this request, and what is refused cannot be told from what is not there.
"""

import os
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Connection, text

from caseapp.extensions import db
from caseapp.kernel import crypto
from tests.support import papers, routes, world
from tests.support.databases import ENGINES
from tests.support.oracle import Dweller, Person, Secret, may_read
from tests.support.routes import ABSENT, Door
from tests.support.world import World

pytestmark = pytest.mark.no_cover

NAMES = [*world.ROLES, *world.FAR, "Elders/carer", "Elders/intake", "Elders/admin"]
KNOWS_NOBODY = frozenset({"colleague", "email", "own-text"})
"""Kinds of words that are about no resident."""


@pytest.fixture(scope="module", params=ENGINES)
def built(request: pytest.FixtureRequest) -> Iterator[World]:
    made = world.build(request.param, "walker")
    for name in NAMES:
        made.client(name)
    yield made
    with made.app.app_context():
        db.engine.dispose()


@pytest.fixture
def walked(built: World) -> World:
    crypto.use(built.ring)
    return built


@dataclass(frozen=True)
class Visit:
    """One request and what it told."""

    door: Door
    label: str
    path: str
    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...]
    told: dict[str, Secret]
    accounted: frozenset[Any]

    def __str__(self) -> str:
        return f"{self.door.method} {self.door.endpoint} {self.label or '-'} {self.path}"


def last_line(connection: Connection) -> int:
    return int(
        connection.execute(text("SELECT coalesce(max(seq), 0) FROM access_entries")).scalar()
    )


def accounted(connection: Connection, since: int) -> frozenset[str]:
    """Give the residents with a committed line under the entries of one request."""
    rows = connection.execute(
        text(
            "SELECT p.resident_id FROM processings p JOIN access_entries e ON e.seq = p.entry_seq "
            "WHERE e.seq > :since AND p.resident_id IS NOT NULL"
        ),
        {"since": since},
    )
    return frozenset(str(row[0]).replace("-", "") for row in rows)


def shown(path: str, answer: Any) -> str:
    """Give everything the answer tells; the address that was asked for is no news."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers)
    return (papers.written(answer) + headers).replace(path, "")


def visit(
    built: World, connection: Connection, name: str, door: Door, label: str, query: str = ""
) -> Visit:
    path = routes.address(built.app, door.endpoint, door.sample.values(built, label)) + query
    before, client = last_line(connection), built.client(name)
    if door.method == "POST":
        client.come_back()
        answer = client.send(path, door.sample.fields(built, label))
    else:
        answer = client.get(path)
    headers = {k: v for k, v in answer.headers if k != "Set-Cookie"}
    typed = str(door.sample.fields(built, label)) if door.method == "POST" else query
    told = built.told_by(shown(path.partition("?")[0], answer))
    given = built.told_by(typed) if answer.status_code == 422 else {}
    for token in given:
        told.pop(token, None)
    told = {token: secret for token, secret in told.items() if token not in query.casefold()}
    return Visit(door, label, path, answer.status_code, answer.data,
                 tuple(sorted(headers.items())), told, accounted(connection, before))  # fmt: skip


def absent(built: World, name: str, door: Door) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    path = routes.address(built.app, door.endpoint, ABSENT)
    client = built.client(name)
    client.come_back()
    answer = client.send(path) if door.method == "POST" else client.get(path)
    assert answer.status_code == 404, path
    headers = {k: v for k, v in answer.headers if k != "Set-Cookie"}
    return answer.data, tuple(sorted(headers.items()))


def complaints(built: World, name: str, seen: Visit) -> list[str]:
    """Say what is wrong with one answer."""
    found = []
    who, oracle, sample = built.person(name), built.oracle, seen.door.sample
    allowed = routes.may_open(built, name, sample, seen.label)
    if seen.status >= 500:
        found.append(f"{seen} answers {seen.status}")
    if allowed == (seen.status == 404):
        found.append(f"{seen} is {'' if allowed else 'not '}allowed but answers {seen.status}")
    leaks = sorted(s.label for s in seen.told.values() if not may_read(oracle, who, s))
    if leaks:
        found.append(f"{seen} ({seen.status}) leaks {leaks}")
    bsns = [s.label for s in seen.told.values() if s.kind == "bsn"]
    if bsns and seen.door.endpoint != "bsn.create":
        found.append(f"{seen} shows a whole BSN: {bsns}")
    unlogged = sorted(
        secret.label for secret in seen.told.values() if not in_log(who, secret, seen)
    )
    if unlogged:
        found.append(f"{seen} ({seen.status}) shows, and does not log: {unlogged}")
    return found


def in_log(who: Person, secret: Secret, seen: Visit) -> bool:
    """Tell whether everybody a word is about has a line; an address of our own tells no content.

    The red bar names the case of one's own emergency on every page, as the person typed it.
    """
    if secret.kind == "reference" and secret.about.id in who.hurried:
        return True
    if secret.kind in KNOWS_NOBODY or not secret.subjects:
        return True
    if secret.kind in ("reference", "resident-id") and only_an_address(seen):
        return True
    logged = {identity.hex for identity in secret.subjects} & seen.accounted
    wanted = 1 if isinstance(secret.about, Dweller) else len(secret.subjects)
    return len(logged) >= wanted


def only_an_address(seen: Visit) -> bool:
    """Redirects lead to addresses; the log itself names cases and looks at nobody."""
    return 300 <= seen.status < 400 or seen.door.endpoint.startswith(
        ("log.", "approvals.", "reviews.")
    )


REFUSED = 1
"""As many as are asked for, on each database, of what one person is refused behind one door."""
WHOLE = "WALK_EVERYTHING"
"""Set in the environment, all that is refused is asked for too: some ten times as many requests."""


def walk(built: World, name: str, method: str) -> Iterator[Visit]:
    for door in routes.doors(built.app, method):
        sample = door.sample
        for label in asked_for(built, name, door):
            if sample.about == "user" and label not in ("carer", "admin", "Elders/carer", name):
                continue
            for query in sample.queries(built, label) if method == "GET" else [""]:
                with world.undone(built.app) as connection:
                    yield visit(built, connection, name, door, label, query)


def asked_for(built: World, name: str, door: Door) -> list[str]:
    """Give what is asked for behind a door: all that the role may open, and some that it may not.

    Others for each role, door and database. Six of seven requests were refusals, and the walk 40 %
    of all testing; what one role is refused behind one door, is refused by one rule, which the
    triples of the policy hold against the oracle for every noun there is.
    """
    labels = door.sample.subjects(built)
    if len(labels) <= REFUSED or os.environ.get(WHOLE):
        return labels
    refused = [one for one in labels if not routes.may_open(built, name, door.sample, one)]
    chance = random.Random(f"{built.dialect} {name} {door.method} {door.endpoint}")  # noqa: S311 - no secret
    left_out = set(refused) - set(chance.sample(refused, min(REFUSED, len(refused))))
    return [one for one in labels if one not in left_out]


def refusals_alike(built: World, name: str, seen: Visit, known: dict[str, Any]) -> list[str]:
    """Say whether what is refused differs in one byte from what is not there."""
    if seen.status != 404 or not seen.door.sample.about:
        return []
    if seen.door.endpoint not in known:
        known[seen.door.endpoint] = absent(built, name, seen.door)
    alike = (seen.body, seen.headers) == known[seen.door.endpoint]
    return [] if alike else [f"{seen} can be told from what is not there"]


@pytest.mark.slow
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", NAMES)
def test_nobody_sees_more_than_they_may_and_everybody_shown_is_in_the_log(walked, name, method):
    known: dict[str, Any] = {}
    found = []
    kinds = walked.kinds_told.setdefault((name, method), set())
    for seen in walk(walked, name, method):
        kinds |= {secret.kind for secret in seen.told.values()}
        found += complaints(walked, name, seen)
        found += refusals_alike(walked, name, seen, known)
    assert not found, "\n".join(found)


def test_everything_anybody_may_see_is_seen_by_somebody(walked):
    """A walker that sees nothing finds nothing: each kind of word turns up for someone."""
    kinds = set()
    looked = [(name, "GET") for name in ("director", "carer", "intake", "hero", "overseer")]
    for name, method in (*looked, ("director", "POST")):  # old police data answers a search
        told = walked.kinds_told.get((name, method))  # by the walk above, where that ran
        if told is None:
            told = {s.kind for seen in walk(walked, name, method) for s in seen.told.values()}
        kinds |= told
    hidden = {secret.kind for secret in walked.secrets.values()} - kinds
    assert hidden <= {"bsn", "email"}


def test_every_endpoint_is_written_down_with_who_may_open_it(walked):
    assert routes.without_sample(walked.app) == set()
    known = {rule.endpoint for rule in walked.app.url_map.iter_rules()}
    assert set(routes.ROUTES) == {n for n in known if not n.startswith(routes.SYSTEMS)}


def test_an_endpoint_nobody_wrote_down_is_found(walked):
    walked.app.url_map.add(walked.app.url_rule_class("/new-door", endpoint="new.door"))
    try:
        assert routes.without_sample(walked.app) == {"new.door"}
    finally:
        walked.app.url_map = forgotten(walked.app, "new.door")


def forgotten(app: Any, endpoint: str) -> Any:
    rules = [rule.empty() for rule in app.url_map.iter_rules() if rule.endpoint != endpoint]
    fresh = app.url_map_class(host_matching=app.url_map.host_matching)
    fresh.converters.update(app.url_map.converters)
    for rule in rules:
        fresh.add(rule)
    return fresh


def test_a_page_that_shows_what_it_may_not_is_caught(walked, monkeypatch):
    """Planted: the case page opens both tracks to everybody; no statement is kept from before.

    The second lock would hold it back on PostgreSQL: there it is taken off as well.
    """
    from caseapp import policy
    from caseapp.journal import queries as statements
    from caseapp.policy import Permission

    real = policy.visible

    def careless(actor, permission, query):
        return query if permission is Permission.STEP_VIEW else real(actor, permission, query)

    monkeypatch.setattr(policy, "visible", careless)
    monkeypatch.setattr(statements, "_steps_for", statements._steps_for.__wrapped__)
    (door,) = [d for d in routes.doors(walked.app, "GET") if d.endpoint == "cases.show"]
    with world.undone(walked.app) as connection:
        if connection.dialect.name == "postgresql":  # there the database itself keeps it back
            assert not leaks(walked, connection, door)
            connection.execute(text("DROP POLICY track ON steps"))
        assert leaks(walked, connection, door)


def leaks(walked: Any, connection: Connection, door: Door) -> bool:
    seen = visit(walked, connection, "adviser", door, "main")
    told = complaints(walked, "adviser", seen)
    return any("leaks" in one and "step main care" in one for one in told)


def test_a_page_that_forgets_the_log_is_caught(walked, monkeypatch):
    """Planted: the witness looks away."""
    books = sys.modules["caseapp.accesslog.logbook"]
    monkeypatch.setattr(books.Logbook, "_people_shown", lambda *_args: [])
    (door,) = [d for d in routes.doors(walked.app, "GET") if d.endpoint == "cases.show"]
    with world.undone(walked.app) as connection:
        seen = visit(walked, connection, "carer", door, "main")
    assert any("does not log" in one for one in complaints(walked, "carer", seen))
