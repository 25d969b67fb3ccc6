"""One case on two tracks, up to AVE 3 and down again, and nobody read what was not theirs.

A social worker and a safety adviser work on the same resident. Each writes what the other may not
read, and every page either of them ever gets is searched for it.
"""

import re
from dataclasses import dataclass

import pytest

from caseapp.kernel import clock
from tests.browser import cases
from tests.browser.courses import WHY, came_down, closed, risen, stopped, watched
from tests.browser.test_a_meeting import PURPOSE, called, run, tabled

CARED, WATCHED = "Hij slaapt niet en huilt veel.", "Er ligt een machete achter de voordeur."
"""What only the care track says, and what only the safety track says."""
AGREED = "Wie hem ziet drinken belt eerst de ander."
SURNAMES = {1440: "Overdijk-ter Haar", 400: "Nederveen-op den Kamp"}
AROUND = (
    "Hele plan",
    "Alle besluiten",
    "Stukken",
    "Wat is gedeeld tussen de sporen",
    "Wie kan dit zien, en waarom?",
)
"""What else there is to read around a case."""
BEGINS = {1440: "05:15", 400: "05:30"}


@dataclass
class Cast:
    """Who works on the case: one who reads both tracks, and one on each of them."""

    director: object
    noor: object
    mark: object

    @property
    def everybody(self):
        return self.director, self.noor, self.mark


def come(person, width):
    """Have them sign in, each never to see the text of the other."""
    cast = Cast(
        *(person(name, width) for name in ("thijs.ruesink", "noor.wissink", "mark.kolkman"))
    )
    cast.noor.never, cast.mark.never = (WATCHED,), (CARED,)
    for one in cast.everybody:
        one.sign_in()
    return cast


def test_a_case_goes_up_and_down_and_neither_side_reads_the_other(person, width):
    cast = come(person, width)
    reference = taken_in(person("tessa.obbink", width))
    staffed(cast, reference)
    written(cast, reference)
    risen(cast.director, reference)
    decided_at_a_table(cast, reference)
    weighed(cast, reference)
    briefed(cast.director, reference)
    in_one_look(cast, reference)
    bart, marloes = (person(name, width) for name in ("bart.tebrake", "marloes.hengeveld"))
    second = person("annelies.vandenberg", width)
    for one in (bart, marloes, second):
        one.sign_in()
    came_down(cast.director, second, bart, reference)
    came_down(bart, second, marloes, reference)
    marloes.sees("AVE 1")
    stopped(cast, reference)
    closed(marloes, reference)
    watched(cast.noor, reference)
    for one in (*cast.everybody, bart, marloes, second):
        one.sign_out()


def taken_in(tessa):
    tessa.sign_in()
    tessa.menu("Inwoner inschrijven")
    name = SURNAMES[tessa.width]
    tessa.page.get_by_label("Achternaam").fill(name)
    tessa.page.get_by_label("Voornamen").fill("Evert")
    tessa.press("Inschrijven")
    tessa.follow("Casus openen")
    tessa.page.get_by_label("Wat speelt er?").select_option("nuisance")
    tessa.page.get_by_label("Waar draait het om?").select_option("person")
    tessa.page.get_by_label("Korte omschrijving").fill("Nachtelijke ruzie")
    tessa.page.get_by_label("Wat is er aan de hand?").fill("De buren bellen elke nacht.")
    tessa.date("next_on", cases.soon())
    tessa.press("Casus openen")
    reference = tessa.path.removeprefix("/cases/")
    tessa.follow("Wijzigen")
    part(tessa, "Thijs Ruesink", "director")
    tessa.sign_out()
    return reference


def part(someone, name, part, place=None):
    """Give a colleague a part in the case, in the form that stands open."""
    someone.page.get_by_label("Collega").select_option(label=name)
    someone.choose("part", part)
    if place:
        someone.choose("place", place)
    someone.press("Bewaren")


def staffed(cast, reference):
    for name, place in (("Noor Wissink", "care"), ("Mark Kolkman", "safety")):
        cast.director.open(f"/cases/{reference}")
        cast.director.follow("Wijzigen")
        part(cast.director, name, "owner", place)


def written(cast, reference):
    """Each writes on their own track, and one of them says something to both."""
    for one, text, place in ((cast.noor, CARED, "care"), (cast.mark, WATCHED, "safety")):
        one.open(f"/cases/{reference}")
        cases.log_step(one, text, place)
    cases.log_step(cast.mark, AGREED, "strip")
    cast.noor.open(f"/cases/{reference}")
    cast.noor.sees(AGREED)
    cast.director.open(f"/cases/{reference}")
    for text in (CARED, WATCHED, AGREED):
        cast.director.sees(text)


def decided_at_a_table(cast, reference):
    """A meeting about both tracks: who is asked sits at it, and the decision is an action."""
    director, begins = cast.director, BEGINS[cast.director.width]
    called(director, begins)
    meeting = director.path
    director.open(f"/cases/{reference}")
    item = tabled(director, begins)
    for name in ("Noor Wissink", "Mark Kolkman"):
        director.follow("Iemand vragen")
        director.pick("Welke collega?", name)
        director.page.get_by_label("Wat vraagt u van deze persoon?").fill("U kent hem.")
        director.press("Vragen")
    for one in (cast.noor, cast.mark):
        one.open(item)
        one.sees(PURPOSE)
    run(director)
    director.open(meeting)
    director.press("Overleg afsluiten")
    director.sees("Het overleg is afgesloten.")
    for one in (cast.noor, cast.mark):
        one.open(f"/cases/{reference}")
        one.sees("Eerder besproken")


def weighed(cast, reference):
    """Care is offered before a measure is imposed; each side sees that of the other, not what."""
    noor, mark = cast.noor, cast.mark
    noor.open(f"/cases/{reference}/care-offers")
    noor.follow("Aanbod vastleggen")
    noor.page.get_by_label("Welke hulp?").select_option("mental-health")
    noor.date("offered_on", clock.today())
    noor.write(note=CARED)
    noor.press("Bewaren")
    mark.open(f"/cases/{reference}/measures")
    mark.follow("Maatregel voorbereiden")
    mark.page.get_by_label("Welke maatregel?").select_option("behavioural-order")
    mark.page.get_by_label("Tegen wie?").select_option(index=1)
    mark.write(ground=WATCHED)
    mark.date("next_on", cases.soon())
    mark.press("Voorbereiding beginnen")
    took(mark, "Waarschuwen", again=True)
    took(mark, "Voornemen sturen")
    took(mark, "Zienswijze vastleggen", again=True)
    imposed(mark)
    noor.open(f"/cases/{reference}")
    noor.sees(re.compile("besloten op"))


def took(mark, stage, *, again=False):
    """Take a step of the chain; the intention itself says when somebody looks again."""
    mark.follow(stage)
    mark.date("on_day", clock.today())
    mark.write(said=WATCHED)
    if again:
        mark.date("next_on", cases.soon())
    mark.press("Bewaren")


def imposed(mark):
    mark.follow("Besluit vastleggen")
    mark.date("on_day", clock.today())
    mark.write(said=WATCHED)
    mark.press("Bewaren", status=422)
    mark.write(
        proportionality="Hij mag thuis blijven.",
        subsidiarity="De waarschuwing hielp niet.",
    )
    mark.date("from_on", clock.today())
    mark.date("until_on", cases.soon(30))
    mark.date("next_on", cases.soon())
    mark.press("Bewaren")


def briefed(director, reference):
    """One page for the mayor: the phase and the balance, and no text of either track."""
    director.open(f"/cases/{reference}/papers")
    director.follow(re.compile("^Informatieblad voor het bestuur$", re.IGNORECASE))
    director.write(
        options="Doorgaan met de gedragsaanwijzing, of de woning sluiten.",
        recipient="Carolien Schimmelpenninck te Winkel",
        function="burgemeester",
        organisation="Gemeente Oude IJsselrand",
        purpose="Besluiten over de gedragsaanwijzing.",
    )
    director.page.get_by_label("Blijft het binnen de gemeente?").select_option("inside")
    director.page.get_by_label("Grondslag").select_option("public-task")
    director.press("Bekijken", status=422)
    director.sees(WHY)
    shown = director.main.inner_text()
    assert CARED not in shown
    assert WATCHED not in shown
    with director.page.expect_download() as made:
        director.main.get_by_role("button", name="Maken (PDF)").click()
    assert made.value.path().read_bytes().startswith(b"%PDF")


def in_one_look(cast, reference):
    """Who does what, what is late, which phase, what next: in the first look at the page."""
    for one in cast.everybody:
        one.open(f"/cases/{reference}")
        top = one.main.locator(".casehead")
        told = top.inner_text()
        for text in ("AVE 3", "Noor Wissink", "Mark Kolkman", "over 9 dagen"):
            assert text in told
        box = top.bounding_box()
        assert box["y"] + box["height"] <= one.page.viewport_size["height"]
    for link in AROUND:
        for one in (cast.noor, cast.mark):
            one.open(f"/cases/{reference}")
            one.follow(link)


def test_a_page_that_says_too_much_is_noticed(person):
    noor = person("noor.wissink")
    noor.never = ("Mijn werk",)
    with pytest.raises(AssertionError, match="says too much"):
        noor.sign_in()
