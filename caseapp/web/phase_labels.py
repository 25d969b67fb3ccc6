"""The words of the ladder: grounds, responsibilities, parties, and what came of a proposal."""

from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _l

from caseapp.model.descents import DescentEnd
from caseapp.model.escalation import Criterion, Duty, Party, Rung, Trigger
from caseapp.model.ladders import PhaseColour, PhaseIcon

PHASE_TEXTS: tuple[tuple[Enum, object], ...] = (
    (Trigger.STAGNATION, _l("de samenwerking stokt")),
    (Trigger.COMPLEXITY, _l("het is te ingewikkeld")),
    (Trigger.SAFETY_AT_STAKE, _l("de veiligheid is in het geding")),
    (
        Criterion.MULTIPROBLEM,
        _l("1: problemen op meer leefgebieden, met overlast of strafbaar gedrag"),
    ),
    (Criterion.CHAINS, _l("2: één keten lost het niet op")),
    (Criterion.SYSTEM, _l("3: het raakt gezin of omgeving, en die raken het")),
    (Criterion.AREA_SAFETY, _l("4: ernstig probleem voor de veiligheid van een buurt")),
    (Duty.CASE_DIRECTION, _l("Casusregie")),
    (Duty.PROCESS_DIRECTION, _l("Procesregie")),
    (Duty.OPERATIONAL, _l("Operationeel verantwoordelijk")),
    (Duty.ADMINISTRATIVE, _l("Bestuurlijk verantwoordelijk")),
    (Party.HOUSEHOLD, _l("Inwoner en gezin")),
    (Party.PARTNERS, _l("Partners")),
    (Party.ALDERMAN, _l("Wethouder")),
    (Party.MAYOR, _l("Burgemeester")),
    (Rung.OWNER, _l("eigenaar van een spoor")),
    (Rung.DIRECTOR, _l("casusregisseur")),
    (Rung.PROCESS_DIRECTOR, _l("procesregisseur")),
    (Rung.TEAM_LEAD, _l("teamleider")),
    (Rung.ON_CALL, _l("wie bereikbaar is")),
    (PhaseColour.GREEN, _l("groen")),
    (PhaseColour.BLUE, _l("blauw")),
    (PhaseColour.YELLOW, _l("geel")),
    (PhaseColour.RED, _l("rood")),
    (PhaseColour.DARK_RED, _l("donkerrood")),
    (PhaseIcon.CHECK, _l("vinkje")),
    (PhaseIcon.EYE, _l("oog")),
    (PhaseIcon.USERS, _l("mensen")),
    (PhaseIcon.SHIELD, _l("schild")),
    (PhaseIcon.WARNING, _l("uitroepteken")),
    (PhaseIcon.URGENT, _l("zwaailicht")),
    (DescentEnd.DONE, _l("afgeschaald")),
    (DescentEnd.REFUSED, _l("geweigerd")),
    (DescentEnd.WITHDRAWN, _l("ingetrokken")),
    (DescentEnd.OVERTAKEN, _l("vervallen: de fase veranderde intussen")),
)

PHASE_RULES: dict[str, Any] = {
    "phase-not-on-ladder": _l(
        "De ladder van de gemeente kent deze fase niet meer: schaal op of af."
    ),
    "evaluation-of-nothing": _l("Er is niets te evalueren: dit is al gedaan."),
    "evaluation-empty": _l("Vul dit in."),
    "ladder-without-name": _l("Geef de ladder een naam."),
    "ladder-without-lowest": _l("De laagste fase heeft elke ladder: geef haar een naam."),
    "ladder-of-one": _l("Een ladder heeft minstens twee fasen: geef nog een fase een naam."),
    "ladder-name-twice": _l("Deze naam staat al bij een andere fase."),
    "ladder-phase-without-words": _l("Schrijf in een paar woorden wat de fase betekent."),
    "ladder-without-reason": _l("Schrijf op waarom."),
    "ladder-held-before": _l("Deze versie gold al. Maak een nieuwe versie."),
    "ladder-is-another": _l("De ladder is niet meer wat u zag. Vraag het opnieuw."),
    "phase-unchanged": _l("De casus is al in deze fase."),
    "phase-down-by-two": _l("Afschalen gaat met een voorstel: kies Afschalen."),
    "phase-is-lowest": _l("De casus is al in de laagste fase."),
    "phase-without-conditions": _l("Schrijf op wanneer de casus weer omlaag kan."),
    "phase-without-duty": _l("Vul organisatie en naam in: in deze fase is dit nooit leeg."),
    "phase-party-untold": _l("Vul een datum in, of schrijf op waarom niet."),
    "phase-other-steps": _l("Kies hooguit twintig stappen van deze casus die u mag lezen."),
    "phase-without-trigger": _l("Kies minstens één reden om op te schalen."),
    "phase-without-reason": _l("Licht toe waarom."),
    "phase-without-tried": _l("Schrijf op wat in de lagere fase is geprobeerd."),
    "phase-without-review": _l("Vul een datum in waarop u opnieuw kijkt."),
}
"""What forbids a decision about a phase, another ladder, or what was learned."""
