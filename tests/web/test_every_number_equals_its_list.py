"""Every number somebody reads is as long as the list behind it: on pages, in mails and in files.

A crawl by somebody of each role and relation through a whole town, on both databases: what is
counted is told with where it was read and how many rows are behind it, over all parts of a list.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import html5lib
import pytest
from sqlalchemy import select, update

from caseapp import accesslog, accounts, policy
from caseapp.extensions import db
from caseapp.flows import recurring
from caseapp.kernel import clock, crypto
from caseapp.model.cases import Track
from caseapp.model.organisations import Municipality
from caseapp.model.watchdog import CoverStatement
from caseapp.policy import Permission
from caseapp.web import menu
from caseapp.worker import digests
from tests.support import world as worlds
from tests.support.databases import ENGINES

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]
NAMES = [*worlds.ROLES, *worlds.FAR]
LISTS = {
    "/watchdog": "list",
    "/signals": "list",
    "/cases": "list",
    "/reviews": "queue",
    "/approvals": "to-decide",
    "/police-data": "due",
}
"""In which part of a page the rows stand that a number about that page counts."""
WORK = {
    "Nu nodig": "work-now",
    "Vandaag": "work-today",
    "Wacht op iemand": "work-waiting",
    "De komende week": "work-soon",
    "U houdt een oog in het zeil": "work-watched",
}
NUMBER = re.compile(r"^(\d+) (?:regels?|casus(?:sen)?|signa(?:al|len))$")


@dataclass(frozen=True)
class Told:
    """One number, where it was read, and how many rows are behind it."""

    where: str
    number: int
    rows: int

    @property
    def is_right(self):
        return self.number == self.rows


@pytest.fixture(scope="module", params=ENGINES)
def built(request):
    made = worlds.build(request.param, "numbers")
    with made.app.app_context():
        late = update(Track).values(next_on=clock.today() - timedelta(days=3))
        db.session.execute(late.where(Track.next_on.is_not(None)))
        db.session.commit()
        for _municipality, _statement in recurring.state():
            accesslog.logbook(db.session()).clear()
    yield made
    with made.app.app_context():
        db.engine.dispose()


@pytest.fixture
def town(built):
    crypto.use(built.ring)
    return built


def address(endpoint):
    """Give where a list stands, by the name of its screen."""
    return f"/{endpoint.partition('.')[0].replace('_', '-')}"


def words(one):
    return " ".join("".join(one.itertext()).split())


class Page:
    """One page as somebody reads it."""

    def __init__(self, client, path):
        answer = client.get(path, follow_redirects=True)
        client.come_back()
        self.path, self.status = path, answer.status_code
        self.tree = html5lib.parse(answer.data, namespaceHTMLElements=False)

    def rows(self, identity):
        """Count the rows of one part: those of a work list, or of a table."""
        parts = (one for one in self.tree.iter("section") if one.get("aria-labelledby") == identity)
        part = next(parts, None)
        if part is None:
            return 0
        lines = [one for one in part.iter("li") if "work" in (one.get("class") or "").split()]
        return len(lines) + sum(len(list(body.iter("tr"))) for body in part.iter("tbody"))

    def counted_links(self):
        """Give where each link of the menus leads that counts, or could, and its number."""
        counting = {address(endpoint) for endpoint in menu.COUNTED}
        for link in (one for part in self.tree.iter("nav") for one in part.iter("a")):
            if (where := link.get("href")) in counting:
                counts = [words(one) for one in link.iter("span") if one.get("class") == "count"]
                yield where, int(counts[0]) if counts else 0

    def kinds(self):
        """Give, above the list of findings, the address and the number of each kind."""
        for one in self.tree.iter("ul"):
            if one.get("class") == "kinds":
                for line in one.iter("li"):
                    (count,) = line.iter("span")
                    link = next(line.iter("a"), None)
                    yield link.get("href") if link is not None else "", int(words(count))

    def sums(self):
        """Give what a page tells in pairs of a word and a number."""
        terms = [words(one) for one in self.tree.iter("dt")]
        told = [words(one) for one in self.tree.iter("dd")]
        return {term: int(one) for term, one in zip(terms, told, strict=True) if one.isdigit()}

    def own_number(self):
        """Give what the page says of itself, in its heading or above its list."""
        said = [words(one) for name in ("p", "h2") for one in self.tree.iter(name)]
        found = [match for one in said if (match := NUMBER.match(one))]
        return int(found[0].group(1)) if found else None

    def following(self):
        """Give where the next part of the list is."""
        links = (one for one in self.tree.iter("a") if words(one) == "Volgende")
        return next((one.get("href") for one in links), None)


def walk(client, path):
    """Give the first part of a list, and count its rows over all parts."""
    identity = LISTS[urlsplit(path).path]
    first = page = Page(client, path)
    number = page.rows(identity)
    while (more := page.following()) is not None:
        page = Page(client, more)
        number += page.rows(identity)
    return first, number


def on_pages(client):
    """Give every number on the pages of somebody: the menu, headings, and kinds."""
    home = Page(client, "/")
    assert home.status == 200
    for where, number in set(home.counted_links()):
        page, rows = walk(client, where)
        assert page.status == 200
        yield Told(f"menu {where}", number, rows)
    for where in LISTS:
        page, rows = walk(client, where)
        if page.status == 200:
            if (said := page.own_number()) is not None:
                yield Told(f"heading {where}", said, rows)
            for address, number in page.kinds():
                yield Told(f"kind {where}", number, walk(client, address)[1])


def in_mail(town, name):
    """Give what the mail of the day counts for somebody, beside the page it leads to."""
    client, user_id = town.client(name), town.people[name].id
    with town.app.test_request_context():
        office = db.session.get_one(Municipality, town.people[name].municipality_id)
        known = {one.user_id: one for one in accounts.actors(office.id)}
        actor = known.get(user_id)
        if actor is None or not policy.allows(actor, Permission.WORKLIST_READ, office):
            return
        accesslog.book_of(actor)
        counted = list(digests.counts(actor, office))
        db.session.rollback()
    home = Page(client, "/")
    for label, number, endpoint in counted:
        if label in WORK:
            yield Told(f"mail {label}", number, home.rows(WORK[label]))
        elif endpoint in {"watchdog.index", "reviews.index", "approvals.index"}:
            where = f"/{endpoint.partition('.')[0]}"
            yield Told(f"mail {label}", number, walk(client, where)[1])


def of_nights(client):
    """Give the numbers of the statements somebody may read, beside the lines in their files."""
    for link in {one.get("href") for one in Page(client, "/watchdog").tree.iter("a")}:
        if link is not None and re.fullmatch(r"/watchdog/nights/[0-9a-f]+", link):
            told = json.loads(client.get(f"{link}/file").data)["uncovered"]
            page = Page(client, link)
            yield Told("night kinds", sum(number for _where, number in page.kinds()), len(told))
            sums = page.sums()
            missed = len({line["subject"] for line in told})
            yield Told("night missed", sums["Niet gedekt"], missed)
            yield Told("night open", sums["Open"], sums["Gedekt"] + missed)


def all_numbers(town, names=NAMES):
    for name in names:
        client = town.client(name)
        for told in (*on_pages(client), *in_mail(town, name), *of_nights(client)):
            yield name, told


def test_every_number_is_as_long_as_the_list_behind_it_for_everybody(town):
    found = list(all_numbers(town))
    assert [one for one in found if not one[1].is_right] == []
    telling = Counter(told.where.partition(" ")[0] for _name, told in found if told.number)
    assert set(telling) == {"menu", "heading", "kind", "mail", "night"}, telling
    with town.app.app_context():
        assert db.session.scalar(select(CoverStatement.id).limit(1)) is not None


@pytest.mark.parametrize("endpoint", sorted(menu.COUNTED))
def test_a_menu_that_counts_one_too_many_is_found(town, monkeypatch, endpoint):
    right = menu.COUNTED[endpoint]
    monkeypatch.setitem(menu.COUNTED, endpoint, lambda actor: right(actor) + 1)
    where = address(endpoint)
    wrong = {told.where for _n, told in all_numbers(town, ["lead", "officer"]) if not told.is_right}
    assert f"menu {where}" in wrong


def test_a_mail_that_counts_otherwise_than_the_page_is_found(town, monkeypatch):
    right = digests.worklists.tally
    more = lambda actor: {one: number + 1 for one, number in right(actor).items()}  # noqa: E731
    monkeypatch.setattr(digests.worklists, "tally", more)
    wrong = {told.where for told in in_mail(town, "carer") if not told.is_right}
    assert wrong
