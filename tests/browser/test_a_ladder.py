"""Another escalation ladder: written, shown, asked for and refused, with and without scripts."""

import pytest


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
def test_a_ladder_is_written_by_one_and_judged_by_another(person, width, scripts):
    monique = person("monique.vriezen", width, java_script_enabled=scripts)
    annelies = person("annelies.vandenberg", width, java_script_enabled=scripts)
    reason = f"Zo werkt de regio op {width}, {'met' if scripts else 'zonder'} scripts."
    monique.sign_in()
    annelies.sign_in()
    _writes_one(monique, reason)
    _refuses_it(annelies, monique.path, reason)
    monique.open("/settings/ladders")
    monique.sees("Wat nu geldt: AVE")
    annelies.sign_out()
    monique.sign_out()


def _writes_one(monique, reason):
    monique.menu("Instellingen")
    monique.follow("Escalatieladder")
    monique.sees("Wat nu geldt: AVE")
    monique.follow("Regulier, lokale PGA, ZVH")
    monique.page.locator("#name_3").fill("lokale pga")
    monique.page.get_by_label("Waarom een andere ladder?").fill(reason)
    monique.press("Bekijken", status=422)
    monique.sees("Deze naam staat al bij een andere fase.")
    monique.page.locator("#name_3").fill("ZVH")
    monique.press("Bekijken")
    monique.sees("AVE 4: escalatie")
    monique.sees("komt op deze ladder niet voor.")
    monique.press("Vraag een tweede persoon")
    monique.sees("Wie iets vraagt, beslist er niet zelf over.")


def _refuses_it(annelies, asked, reason):
    annelies.open(asked)
    annelies.sees("Lokale PGA: persoonsgerichte aanpak in de gemeente")
    annelies.sees(reason)
    annelies.follow("Hoe het eruitziet, en wat het voor lopende casussen betekent")
    annelies.sees("Geen casus verandert van fase.")
    annelies.open(asked)
    annelies.press("Niet akkoord")
    annelies.sees("Er is niets gewijzigd.")
