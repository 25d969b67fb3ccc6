"""The days of intake and of a team lead: work comes in, and gets an owner."""

import re
from pathlib import Path

from tests.browser import cases
from tests.browser.test_days_of_safety import state_purpose

FILES = Path(__file__).parent.parent / "flows" / "case_import" / "files"
NEWCOMERS = {1440: "Vandenbosch-te Winkel", 400: "Zwartenkot-op den Brouw"}
LISTS = {1440: "overzicht_zorg_en_veiligheid.xlsx", 400: "overzicht_zorg_en_veiligheid.csv"}


def test_the_list_of_the_municipality_comes_in_and_is_worked_on(person, width):
    tessa = person("tessa.obbink", width)
    tessa.sign_in()
    tessa.menu("Lijst inlezen")
    tessa.page.get_by_label("Uw lijst (.xlsx of .csv)").set_input_files(FILES / LISTS[width])
    tessa.press("Bekijk de lijst")
    tessa.sees("Welke kolom is wat?")
    tessa.sees("Deze rijen kunnen niet mee")
    tessa.press("Kolommen bewaren")
    tessa.choose("rest", "other")
    tessa.page.get_by_label("Team voor het zorgspoor").select_option(
        label="Wijkteam Terborgh en Silvolden"
    )
    tessa.press("Lees de lijst in")
    tessa.sees("Dit kwam erin")
    tessa.sees("Deze rijen kunnen niet mee")
    with tessa.page.expect_download() as report:
        tessa.main.get_by_role("link", name="Verslag ophalen").click()
    told = report.value.path().read_text("utf-8-sig")
    assert "kwam niet binnen" in told
    reference = tessa.main.locator("#lines ~ * strong, .lines strong").last.inner_text()
    assert reference in told
    tessa.sign_out()


def test_the_day_of_intake(person, width):
    tessa = person("tessa.obbink", width)
    tessa.sign_in()
    tessa.menu("Inwoner inschrijven")
    name = NEWCOMERS[width]
    tessa.page.get_by_label("Achternaam").fill(name)
    tessa.page.get_by_label("Voornamen").fill("Anna Johanna Wilhelmina")
    tessa.press("Inschrijven")
    tessa.sees(name)
    tessa.search(name)
    tessa.follow(re.compile(name))
    tessa.follow("Casus openen")
    tessa.page.get_by_label("Wat speelt er?").select_option("nuisance")
    tessa.page.get_by_label("Waar draait het om?").select_option("person")
    tessa.page.get_by_label("Korte omschrijving").fill("Ruzie op de galerij")
    tessa.page.get_by_label("Wat is er aan de hand?").fill("De buren horen elke nacht geschreeuw.")
    tessa.date("next_on", cases.soon())
    tessa.press("Casus openen")
    tessa.sees("Ruzie op de galerij")
    tessa.follow("Wijzigen")
    tessa.page.get_by_label("Collega").select_option(label="Noor Wissink")
    tessa.choose("part", "owner")
    tessa.choose("place", "care")
    tessa.press("Bewaren")
    tessa.sees("De casus is nu van anderen.")
    tessa.sign_out()


def test_the_day_of_a_team_lead(person, width):
    willemien = person("willemien.geurts", width)
    willemien.sign_in()
    willemien.sees("Wacht op iemand")
    willemien.follow("Eigenaar geven")
    state_purpose(willemien)
    willemien.page.get_by_label("Collega").select_option(label="Bart te Brake")
    willemien.choose("part", "owner")
    willemien.choose("place", "care")
    willemien.press("Bewaren")
    state_purpose(willemien)
    willemien.sees("Bart te Brake")
    willemien.sign_out()
