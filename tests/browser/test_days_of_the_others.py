"""The days of the functional administrator, the mayor and a chain partner."""

from tests.browser import cases


def test_the_day_of_a_functional_administrator(person, width):
    monique = person("monique.vriezen", width)
    monique.sign_in()
    monique.menu("Teams en organisaties")
    monique.follow("Team maken")
    monique.page.get_by_label("Naam van het team").fill(f"Wijkteam Breedenbroek {width}")
    monique.page.get_by_label("Welk werk doet het?").select_option("care")
    monique.press("Bewaren")
    monique.sees(f"Wijkteam Breedenbroek {width}")
    monique.follow("Organisatie toevoegen")
    monique.page.get_by_label("Naam van de organisatie").fill(f"Stichting De Schutse {width}")
    monique.page.get_by_label("Wat voor organisatie is het?").select_option("housing")
    monique.press("Bewaren")
    _hire(monique)
    monique.sign_out()


def _hire(monique):
    """Give a colleague with a very long name access, and end it again."""
    width = monique.width
    monique.menu("Medewerkers")
    monique.follow("Collega toegang geven")
    monique.page.get_by_label("Naam").fill("Wilhelmina Petronella Cornelia van Oldenbarneveldt")
    monique.page.get_by_label("E-mailadres").fill(f"mien{width}@oudeijsselrand.example")
    monique.page.get_by_label("Functie").fill("sociaal werker")
    monique.page.get_by_label("sociaal werker", exact=True).check()
    monique.page.get_by_label(f"Wijkteam Breedenbroek {width}").first.check()
    monique.press("Toegang geven", status=201)
    monique.sees("Dit wachtwoord ziet u alleen nu")
    monique.follow("Naar medewerkers")
    monique.follow("Wilhelmina Petronella Cornelia van Oldenbarneveldt")
    monique.press("Beëindig de toegang")
    monique.sees("beëindigd")


def test_the_day_of_a_mayor(person, width):
    carolien = person("carolien.schimmelpennincktewinkel", width)
    carolien.sign_in()
    carolien.menu("Briefing")
    carolien.sees("Casussen in de hoogste fase")
    carolien.sign_out()


def test_the_day_of_a_chain_partner(person, width):
    ruben = person("ruben.hakvoort", width)
    ruben.sign_in()
    cases.own_case(ruben)
    cases.log_step(ruben, "Bij de woning geweest, alles was rustig.", "strip")
    ruben.sign_out()
