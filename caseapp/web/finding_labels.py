"""What people read for each kind of finding: what is wrong, in a few words."""

from flask_babel import lazy_gettext as _l

from caseapp.model.watchdog import FindingKind as K

KIND_TEXTS: tuple[tuple[K, object], ...] = (
    (K.NOTHING_RUNS, _l("er loopt geen spoor")),
    (K.TRACK_NOBODYS, _l("spoor van niemand")),
    (K.OWNER_GONE, _l("eigenaar werkt hier niet meer")),
    (K.DIRECTOR_GONE, _l("regisseur werkt hier niet meer")),
    (K.OWNER_AWAY, _l("eigenaar met verlof zonder vervanger")),
    (K.DIRECTOR_AWAY, _l("regisseur met verlof zonder vervanger")),
    (K.NO_NEXT_DATE, _l("geen volgende datum")),
    (K.DATE_PASSED, _l("volgende datum voorbij")),
    (K.FLAG_UNANSWERED, _l("vlag zonder antwoord")),
    (K.HANDOVER_UNANSWERED, _l("overdracht zonder antwoord")),
    (K.WATCH_UNDECIDED, _l("waakvlam afgelopen zonder besluit")),
    (K.WATCHER_GONE, _l("wie de waakvlam heeft werkt hier niet meer")),
    (K.WATCHER_AWAY, _l("wie de waakvlam heeft is met verlof zonder vervanger")),
    (K.SIGNAL_NOBODYS, _l("signaal van niemand")),
    (K.SIGNAL_DATE_PASSED, _l("signaal: volgende datum voorbij")),
    (K.SIGNAL_NOT_ACCEPTED, _l("doorgezet, maar niet aangenomen")),
    (K.SIGNAL_ON_CLOSED, _l("signaal op een gesloten casus")),
    (K.SIGNALS_REPEATED, _l("herhaalde signalen")),
    (K.NO_DIRECTOR, _l("geen casusregisseur")),
    (K.TRACK_UNOWNED, _l("spoor wacht te lang op een eigenaar")),
    (K.OWNER_LEFT_TEAM, _l("eigenaar zit niet meer in het team")),
    (K.REVIEW_MISSING, _l("opgeschaald zonder herweegdatum")),
    (K.REVIEW_PASSED, _l("herwegen is aan de beurt")),
    (K.NO_CONTACT, _l("te lang geen contact")),
    (K.UNREACHED, _l("niemand krijgt contact")),
    (K.STAGNATION, _l("er gebeurt niets meer")),
    (K.CLOSED_WITH_OPEN, _l("gesloten, maar nog niet klaar")),
    (K.RETURNED, _l("terug na sluiten")),
    (K.REPEATED, _l("herhaalde vlaggen")),
    (K.TURNS_ADULT, _l("wordt 18 jaar")),
    (K.TEAM_WITHOUT_LEAD, _l("team zonder teamleider")),
    (K.QUEUE_WITHOUT_STAFF, _l("wachtrij zonder medewerkers")),
    (K.EMERGENCY_UNJUDGED, _l("noodtoegang niet beoordeeld")),
    (K.APPROVAL_UNDECIDED, _l("verzoek verlopen zonder besluit")),
    (K.BREACH_UNREPORTED, _l("datalek niet op tijd gemeld")),
)
