"""The plan of a family: its page, and a copy for one of them that says nothing of the others."""

import re

import pytest

FAMILY = "OIJ-ZRAS-YFDQ"
"""A father, a mother and a son of the fictitious town, each with a goal of their own."""
SON, MOTHERS, FATHERS = (
    "Doet twee keer in de week iets buitenshuis.",
    "Slaapt door, en heeft iemand om mee te praten.",
    "Loopt weg voordat het uit de hand loopt",
)


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
def test_the_copy_for_a_son_holds_his_part_and_nothing_of_his_parents(person, width, scripts):
    noor = person("noor.wissink", width, java_script_enabled=scripts)
    noor.sign_in()
    noor.open(f"/cases/{FAMILY}/plan")
    for goal in (SON, MOTHERS, FATHERS):
        noor.sees(goal)
    noor.follow(re.compile("^Exemplaar voor Hein"))
    noor.press("Bekijken", status=422)
    noor.sees("Kies aan wie u dit exemplaar geeft, en met welk recht.")
    noor.sees("Vul dit in.")
    noor.page.get_by_label("Aan wie geeft u het?").select_option("self")
    noor.page.get_by_label("Waarvoor heeft de ontvanger dit nodig?").fill("Om het na te lezen.")
    noor.press("Bekijken", status=422)
    noor.sees(SON)
    shown = noor.main.inner_text()
    assert MOTHERS not in shown
    assert FATHERS not in shown
    noor.sign_out()
