"""A team lead brings Wal en schip to zero in one sitting: every line has a way out."""

import re

import pytest

from caseapp.kernel.paging import PAGE_SIZE
from tests.browser import cases
from tests.browser.test_days_of_safety import state_purpose

MANY = 90
"""More sittings than any page of this municipality needs: who never ends goes round in circles."""


def set_date(frank):
    frank.choose("state", "needed")
    frank.date("next_on", cases.soon())
    frank.press("Bewaren")


def answer(frank):
    frank.page.locator("#answer").fill("Ik bel vandaag zelf, en zoek wie het overneemt.")
    frank.press("Antwoord geven")


def agree(frank):
    frank.date("until", cases.soon(14))
    frank.page.get_by_label("Waarom mag dit blijven staan").fill("Besproken met de eigenaar.")
    frank.press("Afspreken")


def give_owner(frank):
    frank.page.get_by_label("Collega").select_option(label="Joris Lammers")
    frank.press("Bewaren")


def end_watch(frank):
    frank.choose("decision", "stop")
    frank.page.get_by_label("Waarom?").fill("Het gaat al maanden goed.")
    frank.press("Vastleggen")


def plan(frank):
    frank.date("next_on", cases.soon())
    frank.press("Bewaren")


def decide(frank):
    frank.choose("decision", "no-action")
    frank.page.get_by_label("Waarom?").fill("Besproken met de wijkagent, die het volgt.")
    frank.press("Besluiten")


def read_and_decide(frank):
    frank.follow("Besluiten")
    decide(frank)


WAYS_OUT = {
    "Signaal plannen": plan,
    "Signaal bekijken": read_and_decide,
    "Over het signaal besluiten": decide,
    "Over de waakvlam besluiten": end_watch,
    "Eigenaar geven": give_owner,
    "Regisseur kiezen": give_owner,
    "Datum zetten": set_date,
    "Antwoorden": answer,
}


def first_way_out(frank):
    """Take the first line of the list that has a way out, and go that way."""
    line = frank.page.locator("[aria-labelledby=list] li.work").first
    for name, mend in WAYS_OUT.items():
        button = line.get_by_role("button", name=name, exact=True)
        if button.count():
            frank.press(name, within=line)
            state_purpose(frank)
            mend(frank)
            return
    way = line.get_by_role("link", name=re.compile("^Afspraak maken"))
    assert way.count(), line.inner_text()
    frank.follow(re.compile("^Afspraak maken"), within=line)
    state_purpose(frank)
    agree(frank)


@pytest.mark.slow
def test_a_lead_brings_the_page_to_zero(person):
    frank = person("frank.nijhof")
    frank.sign_in()
    frank.menu("Wal en schip")
    before = number(frank)
    assert before >= 20
    for _ in range(MANY):
        if not number(frank):
            break
        first_way_out(frank)
        frank.open("/watchdog")
    frank.sees("Hier valt niets tussen wal en schip")
    frank.sees("Afgesproken")
    assert number(frank) == 0
    frank.sign_out()


def number(frank):
    """Give the number on the menu, which is the length of the list; a page of it shows no more."""
    lines = frank.page.locator("[aria-labelledby=list] li.work").count()
    counted = frank.page.locator("#menu a[href='/watchdog'] .count")
    shown = int(counted.inner_text()) if counted.count() else 0
    assert lines == min(shown, PAGE_SIZE)
    return shown
