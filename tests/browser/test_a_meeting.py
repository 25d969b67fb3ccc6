"""A meeting about a case: called, prepared, run live and closed; and by keyboard alone."""

import pytest

from caseapp.kernel import clock
from tests.browser import cases
from tests.browser.test_for_everybody import enter, tab_to

PURPOSE = "Besluiten wie het gesprek met de verhuurder voert."
DECISION = "De verhuurder bellen over uitstel."
TOLD = "Dat de ontruiming is aangezegd."


def called(someone, begins):
    """Call a meeting of today."""
    someone.menu("Overleggen")
    someone.follow("Overleg plannen")
    someone.page.get_by_label("Wat voor overleg?").select_option("multidisciplinary")
    someone.date("on_day", clock.today())
    someone.page.get_by_label("Hoe laat begint het?").fill(begins)
    someone.press("Overleg plannen")
    someone.sees("Geen casus die u mag lezen")


def tabled(someone, begins):
    """Put the case that stands open on the agenda of that meeting, and give where it stands."""
    someone.follow("Op een agenda zetten")
    someone.pick("Op welk overleg?", f"om {begins}")
    someone.page.get_by_label("Wat wilt u bereiken?").fill(PURPOSE)
    someone.press("Op de agenda zetten")
    return someone.path


def outsider_asked(someone):
    someone.follow("Iemand vragen")
    someone.press("Vragen", status=422)
    someone.page.get_by_label("Of iemand die niet inlogt: naam en functie").fill(
        "J. de Boer, agent"
    )
    someone.page.get_by_label("Van welke organisatie?").select_option(index=1)
    someone.page.get_by_label("Wat vraagt u van deze persoon?").fill("Kent de straat.")
    someone.press("Vragen")
    someone.sees("J. de Boer, agent")


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
def test_a_meeting_is_called_run_and_closed(person, width, scripts):
    noor = person("noor.wissink", width, java_script_enabled=scripts)
    begins = f"0{7 + scripts}:{30 if width == 400 else 15}"
    noor.sign_in()
    called(noor, begins)
    meeting = noor.path
    cases.own_case(noor)
    case = noor.path
    item = tabled(noor, begins)
    outsider_asked(noor)
    run(noor)
    noor.open(meeting)
    noor.press("Overleg afsluiten")
    noor.sees("Het overleg is afgesloten.")
    noor.open(f"{case}/shares")
    noor.sees(TOLD)
    noor.open(case)
    noor.sees("Eerder besproken")
    noor.open(item)
    noor.follow("Stuk voor deze persoon")
    noor.sees("Alleen voor J. de Boer, agent")
    noor.sign_out()


def run(noor):
    """Write down who is there, what is decided, and conclude the case that stands open."""
    noor.press("Aanwezigen vastleggen")
    noor.press("Afronden", status=422)
    noor.sees("Leg minstens één besluit vast, met wie en wanneer.")
    noor.page.get_by_label("Wat is besloten?").fill(DECISION)
    noor.date("due_on", cases.soon())
    noor.press("Besluit vastleggen")
    noor.sees(DECISION)
    noor.page.get_by_label("Wat is gedeeld aan tafel?").fill(TOLD)
    noor.page.get_by_label("Soort gegevens").select_option("sensitive")
    noor.press("Afronden")


def test_a_case_is_decided_about_with_the_keyboard_alone(person, width):
    noor = person("noor.wissink", width)
    begins = f"06:{30 if width == 400 else 15}"
    noor.sign_in()
    called(noor, begins)
    cases.own_case(noor)
    noor.open(tabled(noor, begins))
    tab_to(noor, "Wat is besloten?")
    noor.page.keyboard.type(DECISION)
    noor.page.keyboard.press("Tab")
    for part in ("day", "month", "year"):
        noor.page.keyboard.press("Tab")
        noor.page.keyboard.type(str(getattr(cases.soon(), part)))
    tab_to(noor, "Besluit vastleggen")
    enter(noor)
    noor.sees(DECISION)
    tab_to(noor, "Afronden")
    enter(noor)
    noor.sees("Deze casus is in het overleg afgerond.")
    noor.sign_out()
