"""What you may not see does not exist: a world with one secret more looks the same to the byte.

The second case and its people are written into the same world and taken away again; in between,
everybody who may not see them asks for everything, and gets what they got without it.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from caseapp.extensions import db
from caseapp.kernel import clock, crypto
from caseapp.model.case_words import CaseState
from tests.support import routes, world
from tests.support.databases import ENGINES
from tests.support.world import CARE, SAFETY, Maker, World

pytestmark = pytest.mark.no_cover

# Who may see the second case of none of the kinds below.
OUTSIDERS = ("carer", "member", "partner", "admin", "Elders/intake", "Elders/officer")
DRAWN = (
    (re.compile(r'name="csrf_token" value="[^"]*"'), "csrf"),
    (re.compile(r'name="form_key" value="[^"]*"'), "key"),
    (re.compile(r'data-csrf="[^"]*"'), "csrf"),
    (re.compile(r'"X-CSRFToken": "[^"]*"'), "csrf"),
    (re.compile(r'nonce="[^"]*"'), "nonce"),
    (re.compile(r"nonce-[\w-]+"), "nonce"),
    (re.compile(r"(?:Nummer van deze melding|Reference): [0-9a-f]+"), "number"),
    (re.compile(r"mark=[\w-]+"), "mark"),
    (re.compile(r"(?:/searches/|search=)[0-9a-f]{32}"), "search"),
)
"""What is drawn anew for each answer, and says nothing."""


@pytest.fixture(scope="module", params=ENGINES)
def built(request: pytest.FixtureRequest) -> Iterator[World]:
    made = world.build(request.param, "twoworlds")
    for name in OUTSIDERS:
        made.client(name)
    yield made
    with made.app.app_context():
        db.engine.dispose()


@pytest.fixture
def town(built: World) -> Iterator[World]:
    crypto.use(built.ring)
    with time_machine.travel(clock.now(), tick=False):
        yield built


def canonical(answer: Any) -> tuple[int, str, tuple[tuple[str, str], ...]]:
    """Give an answer without what is drawn for it alone."""
    text, headers = (
        answer.get_data().decode(errors="replace"),
        "\n".join(f"{k}: {v}" for k, v in answer.headers),
    )
    for pattern, name in DRAWN:
        text, headers = pattern.sub(name, text), pattern.sub(name, headers)
    kept = [line.partition(": ") for line in headers.splitlines()]
    return (
        answer.status_code,
        text,
        tuple(sorted((k, v) for k, _, v in kept if k not in ("Set-Cookie", "Content-Length"))),
    )


def searched(name: str) -> list[dict[str, str]]:
    return [
        {"text": "7061AB 12"},
        {"text": "7-3-1984"},
        {"name": world.word(f"surname {name}")},
        {"name": world.word("surname subject")},
        {"text": world.word(f"given {name}")},
    ]


def addresses(built: World, name: str) -> list[str]:
    """Give every address this person may open, and some they may not."""
    found = []
    for door in routes.doors(built.app, "GET"):
        labels = door.sample.subjects(built)
        mine = [one for one in labels if routes.may_open(built, name, door.sample, one)]
        for label in [*mine[:3], *[one for one in labels if one not in mine][:1]]:
            path = routes.address(built.app, door.endpoint, door.sample.values(built, label))
            found += [path + query for query in door.sample.queries(built, label)]
    return found


def everything(built: World, name: str, paths: list[str]) -> dict[str, Any]:
    """Ask for everything, and search, as one person."""
    client = built.client(name)
    client.come_back()
    told: dict[str, Any] = {path: canonical(client.get(path)) for path in paths}
    for fields in searched("extra"):
        sent = client.send("/searches", fields)
        told[f"search {fields}"] = canonical(sent)
        if sent.status_code == 303:
            told[f"found {fields}"] = canonical(client.get(sent.location))
    registered = client.send("/residents", {"surname": world.word("surname extra")})
    told["a double"] = registered.status_code
    return told


def _people(maker: Maker, name: str = "extra") -> Any:
    return maker.settle(name)


def _far_case(maker: Maker) -> None:
    who = maker.world.people[maker.label("registrar")]
    case = maker.open(
        "extra", _people(maker), far=True, care=who, safety=maker.world.people[maker.label("gone")]
    )
    assert case.state is CaseState.ACTIVE
    maker.write("extra", who, CARE)
    maker.raise_flag("extra", who, [maker.world.people[maker.label("overseer")]], answered=False)
    maker.move("extra", who)


def _high_case(maker: Maker) -> None:
    who = maker.world.people[maker.label("registrar")]
    other = maker.world.people[maker.label("gone")]
    maker.open(
        "higher", _people(maker, "higher"), far=True, phase=3, care=who, safety=other, director=who
    )
    maker.write("higher", other, SAFETY)
    maker.write("higher", who, None)


def _person(maker: Maker) -> None:
    extra = _people(maker, "family")
    maker.relate(maker.world.things["resident"][maker.label("subject")], extra)


def _all(maker: Maker) -> None:
    """Add a case, one high on the ladder, and somebody who is family of a person one may see."""
    _far_case(maker)
    _high_case(maker)
    _person(maker)


def with_more(built: World, name: str, paths: list[str], secret: Any) -> dict[str, Any]:
    """Ask the same in a world with something more."""
    with world.undone(built.app) as connection:
        before = {kind: dict(known) for kind, known in built.things.items()}
        facts, secrets = dict(built.facts), dict(built.secrets)
        world.quietly(connection, lambda: secret(Maker.again(built, "Dichtbij")))
        try:
            return everything(built, name, paths)
        finally:
            built.things, built.facts, built.secrets = before, facts, secrets


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


@pytest.mark.slow
@pytest.mark.parametrize("name", OUTSIDERS)
def test_a_secret_more_changes_no_byte_for_who_may_not_see_it(town, name):
    paths = addresses(town, name)
    with world.undone(town.app):
        without = everything(town, name, paths)
    assert differences(without, with_more(town, name, paths, _all)) == []


def test_who_may_see_it_sees_the_difference(town):
    """The comparison can fail: for the person who works on it much changes."""

    def mine(maker: Maker) -> None:
        maker.open("extra", _people(maker), far=True, care=town.people["carer"])

    paths = addresses(town, "carer")
    with world.undone(town.app):
        without = everything(town, "carer", paths)
    assert "/cases" in differences(without, with_more(town, "carer", paths, mine))
