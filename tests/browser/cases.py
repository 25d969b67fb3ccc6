"""What several people do on a case: find one, log a step, raise and answer a flag."""

from datetime import timedelta

from caseapp.kernel import clock
from tests.browser.person import PHONE, Person

STEP = "Thuis op de koffie geweest, de gordijnen zijn weer open."
FACTS = "Hij stond vannacht met een mes voor de deur."


def soon(days: int = 9):
    return clock.today() + timedelta(days=days)


def own_case(person: Person, place: int | None = None) -> str:
    """Open one of somebody's own cases through the list; a desk and a phone take another one."""
    person.menu("Casussen")
    filters = person.page.get_by_role("search", name="Casussen zoeken in de lijst")
    filters.get_by_label("Alleen waar ik aan werk").check()
    person.page.select_option("#state", "active")
    person.press("Toon", within=filters)
    return open_listed(person, place)


def open_listed(person: Person, place: int | None = None) -> str:
    """Open a case of the list that stands there, and give its reference."""
    links = person.page.locator("tbody th a")
    nth = (1 if person.width == PHONE else 0) if place is None else place
    reference = links.nth(nth).inner_text()
    person.follow(reference)
    return reference


def write_step(person: Person, text: str, place: str = "care") -> None:
    """Fill in the form of a step, which stands open."""
    person.choose("place", place)
    person.page.get_by_label("Wat is er gedaan of gezien?").fill(text)
    person.page.get_by_label("Soort", exact=True).select_option("home-visit")
    if place != "strip":
        person.date("next_on", soon())


def log_step(person: Person, text: str, place: str = "care") -> None:
    """Log a step on the case that stands open."""
    person.follow("Stap vastleggen")
    write_step(person, text, place)
    person.press("Stap bewaren")
    person.sees("De stap is bewaard.")
    person.sees(text)


def raise_flag(person: Person, facts: str = FACTS) -> str:
    """Raise a flag on the case that stands open, and give the address of the flag."""
    person.follow("Vlag")
    person.page.get_by_label("Wat is er gebeurd?").fill(facts)
    person.press("Vlag zetten")
    person.sees(facts)
    return person.path


def answer_flag(person: Person, answer: str) -> None:
    """Answer the flag that stands open."""
    person.follow("Antwoorden")
    person.page.get_by_label("Uw antwoord").or_(person.page.locator("#answer")).first.fill(answer)
    person.press("Antwoord geven")
    person.sees(answer)
