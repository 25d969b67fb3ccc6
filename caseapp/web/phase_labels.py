"""The words of the ladder: grounds, responsibilities, parties, and what came of a proposal."""

from enum import Enum

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
