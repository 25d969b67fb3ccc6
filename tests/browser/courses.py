"""The course of a case: up the ladder, down again by two people, and its end with a watch."""

import re

from caseapp.kernel import clock
from tests.browser import cases
from tests.browser.test_a_meeting import DECISION

WHY = "Het wordt elke nacht erger en praten helpt niet meer."
NAMES = {"bart.tebrake": "Bart te Brake", "marloes.hengeveld": "Marloes Hengeveld"}


def risen(director, reference):
    director.open(f"/cases/{reference}")
    director.follow("Opschalen")
    director.press("Opschalen", status=422)
    director.choose("to", "3")
    for trigger in ("stagnation", "safety-at-stake"):
        director.choose("triggers", trigger)
    director.write(
        reason=WHY,
        tried="Gesprekken met hem, met de buren en met de verhuurder.",
        conditions="Een maand zonder meldingen.",
    )
    director.date("review_on", cases.soon(20))
    for duty in ("case_direction", "process_direction", "operational", "administrative"):
        director.write(**{f"{duty}_organisation": "Gemeente", f"{duty}_person": "Thijs Ruesink"})
    for party in ("household", "partners", "alderman"):
        director.date(f"{party}_on", clock.today())
    director.press("Opschalen", status=422)
    director.write(mayor_why_not="Dat doet de wethouder morgen.")
    director.press("Opschalen")
    director.open(f"/cases/{reference}")
    director.sees("AVE 3")


def came_down(proposer, second, receiver, reference):
    """Two people say yes, one of whom takes the case over, and there is a day to look again."""
    proposer.open(f"/cases/{reference}")
    proposer.follow("Afschalen")
    proposer.page.get_by_label("Waarom kan het omlaag?").fill("Een maand zonder meldingen.")
    proposer.pick("Wie vangt de casus op?", NAMES[receiver.name])
    proposer.press("Voorstellen", status=422)
    proposer.date("aftercare_on", cases.soon(30))
    proposer.press("Voorstellen")
    proposed = proposer.path
    second.open(proposed)
    second.press("Instemmen als tweede persoon")
    receiver.open(proposed)
    receiver.press("Ik vang de casus op")
    receiver.open(f"/cases/{reference}")


def stopped(cast, reference):
    """Both sides say that their track is done, and why; the measure was withdrawn before."""
    mark = cast.mark
    mark.open(f"/cases/{reference}/measures")
    mark.follow(re.compile("^Gedragsaanwijzing"))
    mark.follow("Beëindigen")
    mark.date("on_day", clock.today())
    mark.page.get_by_label("Hoe eindigt het?").select_option("withdrawn")
    mark.write(said="Ingetrokken, want het ging een maand goed.")
    mark.press("Bewaren")
    for one in (cast.noor, mark):
        one.open(f"/cases/{reference}")
        one.follow("Bijwerken")
        one.choose("state", "done")
        one.write(reason="Er is een maand niets gebeurd.")
        one.press("Bewaren")


def finished(director, reference):
    """What was decided at the table is done before the case may close."""
    director.open(f"/cases/{reference}")
    director.follow("Casus sluiten")
    director.sees("In het plan staan nog open acties.")
    director.follow("Plan")
    director.follow(DECISION)
    director.choose("end", "done")
    director.write(outcome="Gebeld: hij mag blijven wonen.")
    director.press("Afronden")


def closed(director, reference):
    """Closed with an eye on it for a while: an eye that somebody has to say yes to."""
    finished(director, reference)
    director.open(f"/cases/{reference}")
    director.follow("Casus sluiten")
    director.choose("reason", "goals-reached")
    director.write(why="Geen meldingen meer.", ending="Hij slaapt en heeft werk.")
    director.choose("told", "yes")
    director.choose("aftercare", "watch")
    director.pick("Wie houdt een oog in het zeil?", "Noor Wissink")
    director.press("Casus sluiten", status=422)
    director.date("until_on", cases.soon(60))
    director.write(note="Let op of hij nog naar zijn werk gaat.")
    director.press("Casus sluiten")


def watched(noor, reference):
    noor.menu("Mijn werk")
    offered = noor.page.locator("li.work", has_text=reference)
    noor.follow("Lezen en antwoorden", within=offered)
    noor.press("Aannemen")
    noor.open(f"/cases/{reference}")
    noor.sees("Waakvlam")
