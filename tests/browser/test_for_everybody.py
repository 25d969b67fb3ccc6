"""Without scripts, with a keyboard alone, and at 400 % zoom."""

from tests.browser import cases
from tests.browser.person import ZOOMED
from tests.browser.towns import PASSWORD

RING = """() => {
  const shows = (style) => style.boxShadow !== "none"
    || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const one = document.activeElement;
  const box = one.closest(".search__box") ?? one;
  return shows(getComputedStyle(one)) || shows(getComputedStyle(box));
}"""


def test_the_working_day_goes_without_scripts(person, width):
    noor = person("noor.wissink", width, java_script_enabled=False)
    noor.sign_in()
    cases.own_case(noor)
    cases.log_step(noor, "Gebeld zonder een enkel script.")
    noor.follow("Gebeld zonder een enkel script.")
    noor.follow("Verbeteren")
    noor.page.get_by_label("De verbeterde tekst").fill("Geschreven zonder een enkel script.")
    noor.page.get_by_label("Waarom verbetert u dit?").fill("Er was geen telefoon.")
    noor.press("Verbetering bewaren")
    cases.raise_flag(noor)
    noor.search("Wissink")
    noor.sign_out()


def tab_to(person, name, most=60):
    """Press Tab until the focus stands on something of this name; it is seen to stand there."""
    for _press in range(most):
        person.page.keyboard.press("Tab")
        said = person.page.evaluate(
            "() => { const one = document.activeElement; return one.getAttribute('aria-label')"
            " || one.labels?.[0]?.innerText || one.innerText || ''; }"
        )
        assert person.page.evaluate(RING), f"the focus on {said!r} does not show"
        if name in said:
            return
    raise AssertionError(f"{name!r} is not reached with Tab")


def enter(person, status=200):
    with person.page.expect_navigation(wait_until="load"):
        person.page.keyboard.press("Enter")
    person.look(status)


def sign_in_with_the_keyboard(person):
    person.open("/")
    tab_to(person, "E-mailadres")
    person.page.keyboard.type(person.email)
    tab_to(person, "Wachtwoord")
    person.page.keyboard.type(PASSWORD)
    enter(person)


def skip_to_the_content(person):
    person.page.keyboard.press("Tab")
    assert person.page.evaluate("document.activeElement.classList.contains('skip')")
    assert person.page.locator(".skip").bounding_box()["x"] >= 0
    person.page.keyboard.press("Enter")
    assert person.page.evaluate("document.activeElement.id") == "main"


def test_a_step_is_logged_with_the_keyboard_alone(person, width):
    noor = person("noor.wissink", width)
    sign_in_with_the_keyboard(noor)
    skip_to_the_content(noor)
    tab_to(noor, "Alle casussen")
    enter(noor)
    tab_to(noor, "Alleen waar ik aan werk")
    noor.page.keyboard.press("Space")
    tab_to(noor, "Toon")
    enter(noor)
    tab_to(noor, "OIJ-")
    enter(noor)
    tab_to(noor, "Stap vastleggen")
    enter(noor)
    tab_to(noor, "Wat is er gedaan of gezien?")
    noor.page.keyboard.type("Met het toetsenbord alleen.")
    when = cases.soon()
    tab_to(noor, "Uitkomst")
    for _field in range(3):
        noor.page.keyboard.press("Tab")
    for part in (when.day, when.month, when.year):
        noor.page.keyboard.press("Tab")
        noor.page.keyboard.type(str(part))
    tab_to(noor, "Stap bewaren")
    enter(noor)
    noor.sees("Met het toetsenbord alleen.")


def test_nothing_is_lost_at_four_hundred_percent(person):
    noor = person("noor.wissink", ZOOMED)
    noor.sign_in()
    cases.own_case(noor)
    for name in ("Vlag", "Stap vastleggen", "Bijwerken"):
        assert noor.main.get_by_role("link", name=name).first.is_visible()
    cases.log_step(noor, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten")
    noor.menu("Inwoner inschrijven")
    noor.search("Wissink")
    noor.sign_out()


def test_every_role_reads_its_screens_at_four_hundred_percent(person):
    for name in ("esther.lieftink", "monique.vriezen", "carolien.schimmelpennincktewinkel"):
        one = person(name, ZOOMED)
        one.sign_in()
        for item in one.menu_items():
            one.menu(item)
