"""The words of what is shared between the tracks: classes of content, grounds, and broken rules."""

from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _l

from caseapp.model.content import ContentClass
from caseapp.model.police import PoliceSearch, RestrictedReading
from caseapp.model.shares import ShareGround

SHARE_TEXTS: tuple[tuple[Enum, object], ...] = (
    (ContentClass.COMMON, _l("gewoon")),
    (ContentClass.SENSITIVE, _l("gevoelig")),
    (ContentClass.SPECIAL, _l("bijzonder, zoals gezondheid (AVG art. 9)")),
    (ContentClass.CRIMINAL, _l("strafrechtelijk (AVG art. 10)")),
    (ContentClass.POLICE, _l("politiegegevens (Wpg)")),
    (PoliceSearch.NEW_REPORT, _l("een nieuwe melding over dezelfde persoon of plek")),
    (PoliceSearch.THREAT, _l("een dreiging die moet worden ingeschat")),
    (PoliceSearch.MEASURE, _l("een besluit over een maatregel")),
    (PoliceSearch.CORRECTNESS, _l("nagaan of iets klopt")),
    (RestrictedReading.COMPLAINT, _l("een klacht")),
    (RestrictedReading.ACCESS_REQUEST, _l("een verzoek van de betrokkene (art. 25 Wpg)")),
    (RestrictedReading.ACCOUNTABILITY, _l("verantwoording: een audit of een vraag van de AP")),
    (ShareGround.PUBLIC_TASK, _l("publieke taak (AVG art. 6, e)")),
    (ShareGround.LEGAL_DUTY, _l("wettelijke plicht (AVG art. 6, c)")),
    (ShareGround.VITAL_INTEREST, _l("vitaal belang (AVG art. 6, d)")),
    (ShareGround.CONSENT, _l("toestemming van de inwoner (AVG art. 6, a)")),
    (ShareGround.POLICE_ACT, _l("verstrekking volgens de Wpg (art. 16 tot en met 20)")),
)

SHARE_RULES: dict[str, Any] = {
    "line-without-text": _l("Schrijf op wat u samen afspreekt."),
    "line-unchanged": _l("Dit staat er al."),
    "line-set-before": _l("Een collega legde intussen een andere tekst vast. Lees die eerst."),
    "line-confirmed-before": _l("Dit spoor heeft deze tekst al bevestigd."),
    "share-nothing": _l("Kies wat u deelt."),
    "share-other-words": _l("Deel alleen woorden uit de stap zelf, in dezelfde volgorde."),
    "share-without-purpose": _l("Schrijf op waarvoor de andere kant dit nodig heeft."),
    "police-search-without-aim": _l("Zoek op een woord van minstens drie letters."),
    "police-nothing-due": _l("Er is niets dat nu vernietigd moet worden en nog niet is gevraagd."),
    "police-not-due": _l("De dag om dit te vernietigen is nog niet gekomen."),
    "police-destroyed-before": _l("Dit, of een deel ervan, is al vernietigd."),
    "police-asked-before": _l("Dit is al gevraagd. Het wacht op een tweede persoon."),
    "police-set-changed": _l("Wat er vernietigd moet worden is intussen anders. Kijk opnieuw."),
    "share-police-too-long": _l(
        "Politiegegevens deelt u niet langer dan zij zelf gewoon in beeld zijn."
    ),
    "share-police-class": _l("In deze stap staan politiegegevens: wat u eruit deelt, blijft dat."),
    "police-data-on-strip": _l("Politiegegevens komen alleen op de strook met een besluit."),
    "police-data-shared-before": _l(
        "Trek eerst in wat uit deze stap is gedeeld: politiegegevens deelt u met een nieuw besluit."
    ),
    "class-lowered": _l("Lichter dan de eerste tekst kan niet: die blijft ernaast staan."),
    "share-police-act": _l("Politiegegevens deelt u op grond van de Wpg, en alleen die."),
    "share-without-end": _l("Vul in tot en met welke dag de andere kant dit leest."),
    "share-ends-before": _l("Deze datum is al voorbij."),
    "share-too-long": _l("Kies een dag binnen een jaar. Daarna beslist u opnieuw."),
    "share-withdrawn-before": _l("Dit is al ingetrokken."),
}
