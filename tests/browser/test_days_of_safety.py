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
    annelies.follow("Afschalen")
    annelies.page.get_by_label("Waarom kan het omlaag?").fill("De woning is ontruimd.")
    annelies.page.get_by_label("Wie vangt de casus op?").select_option(index=1)
    annelies.date("aftercare_on", cases.soon(60))
    annelies.press("Voorstellen")
    annelies.sees("De casus blijft in deze fase tot twee anderen ja zeggen.")
    annelies.press("Intrekken")
    annelies.sees("Ingetrokken.")
    annelies.follow("Casus openen")
    annelies.sees("AVE 4")
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
    mark.follow("Alle besluiten")
    mark.follow("Blijft in deze fase")
    mark.page.get_by_label("Waarom blijft de casus in deze fase?").fill("Er is weer gedreigd.")
    mark.date("review_on", cases.soon(20))
    mark.press("Vastleggen")
    mark.sees("Opnieuw gewogen: de casus blijft in deze fase.")
    cases.own_case(mark, 3 if mark.width == PHONE else 2)
    cases.log_step(mark, STEP, "safety")
    mark.sign_out()
