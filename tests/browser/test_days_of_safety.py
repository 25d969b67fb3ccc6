"""The days of a safety adviser and of the process director, who give and take a case."""

from tests.browser import cases
from tests.browser.person import PHONE

STEP = "Met de wijkagent langs de deur gegaan; niemand deed open."


def state_purpose(person):
    """Say what one looks for, where one does not work on the case oneself."""
    if "/purposes/" in person.path:
        person.page.locator("label.opt").first.click()
        person.press("Verder")


def test_the_day_of_a_process_director_and_of_a_safety_adviser(person, width):
    annelies = person("annelies.vandenberg", width)
    annelies.sign_in()
    annelies.menu("Casussen")
    annelies.page.select_option("#phase", "4")
    annelies.page.select_option("#state", "active")
    annelies.press("Toon")
    reference = cases.open_listed(annelies)
    state_purpose(annelies)
    annelies.follow("Op- of afschalen")
    annelies.choose("to", "3")
    annelies.page.get_by_label("Toelichting").fill("De woning is ontruimd, de rust is terug.")
    annelies.date("review_on", cases.soon(60))
    annelies.press("Fase wijzigen")
    annelies.sees("De fase is gewijzigd.")
    annelies.follow("Wijzigen")
    annelies.page.get_by_label("Collega").select_option(label="Mark Kolkman")
    annelies.choose("part", "director")
    annelies.press("Bewaren")
    annelies.sees("Dat is geregeld.")
    annelies.sign_out()
    _advise(person("mark.kolkman", width), reference)


def _advise(mark, reference):
    mark.sign_in()
    mark.open(f"/cases/{reference}")
    flag = cases.raise_flag(mark)
    mark.sees("wacht op antwoord")
    cases.answer_flag(mark, "Ik bel de burgemeester en kom zo bij u langs.")
    mark.open(flag)
    mark.sees("beantwoord")
    mark.follow("Naar de casus")
    mark.follow("Op- of afschalen")
    mark.choose("to", "4")
    mark.choose("triggers", "stagnation")
    mark.page.get_by_label("Toelichting").fill("Er is opnieuw gedreigd.")
    mark.page.get_by_label("Wat is er al geprobeerd?").fill("Praten, en een stadionverbod.")
    mark.date("review_on", cases.soon(30))
    mark.press("Fase wijzigen")
    mark.sees("AVE 4")
    cases.own_case(mark, 3 if mark.width == PHONE else 2)
    cases.log_step(mark, STEP, "safety")
    mark.sign_out()
