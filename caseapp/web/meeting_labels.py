"""What people read of meetings: kinds, outcomes, what somebody needs, and what forbids a step."""

from typing import Any

from flask_babel import lazy_gettext as _l

from caseapp.model.meeting_words import ItemOutcome, MeetingKind, Need, Presence

MEETING_TEXTS: tuple[tuple[Any, object], ...] = (
    (MeetingKind.TRIAGE, _l("triage")),
    (MeetingKind.MULTIDISCIPLINARY, _l("multidisciplinair overleg (MDO)")),
    (MeetingKind.INTEGRATED, _l("integraal casusoverleg (ICO)")),
    (MeetingKind.SIGNALS, _l("gemeentelijk signalenoverleg (GSO)")),
    (MeetingKind.SUBVERSION, _l("lokaal ondermijningsoverleg (LOO)")),
    (MeetingKind.TRIANGLE, _l("driehoek")),
    (MeetingKind.OWN, _l("eigen overleg")),
    (ItemOutcome.DECIDED, _l("besloten")),
    (ItemOutcome.POSTPONED, _l("naar een later overleg")),
    (ItemOutcome.WITHDRAWN, _l("van de agenda gehaald")),
    (Need.QUESTION, _l("alleen het doel en de vraag")),
    (Need.STRIP, _l("wat op de gedeelde strook staat")),
    (Need.TRACK, _l("wat op het besproken spoor staat")),
    (Presence.PRESENT, _l("aanwezig")),
    (Presence.ABSENT, _l("afwezig")),
)

MEETING_RULES: dict[str, Any] = {
    "meeting-without-kind": _l("Kies wat voor overleg het is."),
    "meeting-without-day": _l("Vul in op welke dag het overleg is."),
    "meeting-in-the-past": _l("Deze dag is al voorbij."),
    "meeting-was-held": _l("Op deze dag is al iets besloten of vastgelegd. De dag ligt vast."),
    "meeting-chair-stays": _l(
        "Met deze voorzitter is al een casus afgerond. De procesregisseur kan afsluiten."
    ),
    "meeting-too-far": _l("Deze dag ligt te ver weg: hooguit een jaar vooruit."),
    "meeting-without-time": _l("Vul in hoe laat het begint, zoals 09:30."),
    "meeting-without-chair": _l("Kies wie voorzit."),
    "cut-off-after": _l("De agenda sluit op of vóór de dag van het overleg."),
    "chair-unavailable": _l("Deze collega kan nu niet voorzitten."),
    "chair-off-track": _l(
        "Wie voorzit, werkt niet aan het spoor waarover u alleen wilt praten. "
        "Kies een ander overleg of een andere voorzitter."
    ),
    "meeting-closed-before": _l("Dit overleg is al afgesloten."),
    "meeting-with-open-items": _l(
        "Over een casus op de agenda is nog niets besloten. Rond die eerst af."
    ),
    "meeting-not-held": _l("Dat kan pas op de dag van het overleg."),
    "meeting-over": _l("Dit overleg is voorbij. Kies een ander."),
    "meeting-internal": _l("Aan deze tafel zit niemand van buiten de gemeente."),
    "meeting-kind-without-name": _l("Vul in hoe het overleg heet."),
    "meeting-kind-twice": _l("Zo heet al een overleg."),
    "meeting-kind-ended": _l("Dit soort overleg is al vervallen."),
    "agenda-cut-off": _l("De agenda is gesloten. Vraag wie voorzit om de casus toe te voegen."),
    "agenda-twice": _l("De casus staat al op deze agenda."),
    "agenda-on-stopped-track": _l("Aan dit spoor werkt niemand meer. Kies beide sporen."),
    "track-on-agenda": _l(
        "Dit spoor staat nog op de agenda van een overleg. Rond dat eerst af, of haal het eraf."
    ),
    "agenda-without-purpose": _l("Schrijf op wat u met dit overleg wilt bereiken."),
    "invitation-of-nobody": _l("Kies een collega, of vul naam en organisatie in."),
    "invitation-twice": _l("Deze collega is al gevraagd."),
    "invitation-without-ground": _l("Kies op welke grondslag."),
    "invitation-without-need": _l("Kies wat deze persoon te weten krijgt."),
    "invitation-off-track": _l(
        "Dit overleg gaat over beide sporen: een spoor zelf komt niet op tafel."
    ),
    "invitation-without-why": _l("Schrijf op wat u van deze persoon vraagt."),
    "invitation-withdrawn-before": _l("Deze uitnodiging is al ingetrokken."),
    "invitation-of-present": _l(
        "Deze persoon was erbij en hoorde ervan. Klopt dat niet, pas dan eerst aan wie er was."
    ),
    "guest-unavailable": _l("Deze collega kan hier niet bij zijn."),
    "item-concluded-before": _l("Deze casus is in dit overleg al afgerond."),
    "item-without-outcome": _l("Kies wat ervan kwam."),
    "item-with-decisions": _l("Er is al iets besloten. Kies dan: besloten."),
    "item-without-reason": _l("Schrijf op waarom."),
    "item-without-meeting": _l("Kies een later overleg dat nog niet is afgesloten."),
    "item-there-already": _l("De casus staat al op de agenda van dat overleg."),
    "item-without-decision": _l("Leg minstens één besluit vast, met wie en wanneer."),
    "item-untold": _l("Er was iemand bij die niet aan de casus werkt. Schrijf op wat die hoorde."),
    "item-without-class": _l("Kies wat voor gegevens dat zijn."),
    "item-police-act": _l(
        "Politiegegevens deelt u alleen met wie op grond van de Wet politiegegevens aan tafel zit."
    ),
    "presence-missing": _l("Leg eerst vast wie erbij was."),
}
