"""What a finding says: what is wrong, why it is on the list, who mends it, and how it ends."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from caseapp.kernel import clock
from caseapp.model.watchdog import OF_SIGNALS, Finding
from caseapp.model.watchdog import FindingKind as K
from caseapp.web import wording

STAFF = _l("teamleider, casusregisseur of procesregisseur")
TRACK = _l("eigenaar, casusregisseur of teamleider")
PHASE = _l("casusregisseur of procesregisseur")
ADMIN = _l("functioneel beheerder")
PRIVACY = _l("privacy officer")

MENDED_BY: dict[K, Any] = {
    **dict.fromkeys(
        [
            K.TRACK_NOBODYS,
            K.OWNER_GONE,
            K.DIRECTOR_GONE,
            K.OWNER_AWAY,
            K.DIRECTOR_AWAY,
            K.NO_DIRECTOR,
            K.TRACK_UNOWNED,
            K.OWNER_LEFT_TEAM,
            K.FLAG_UNANSWERED,
            K.CLOSED_WITH_OPEN,
            K.RETURNED,
        ],
        STAFF,
    ),
    **dict.fromkeys([K.NOTHING_RUNS, K.NO_NEXT_DATE, K.DATE_PASSED], TRACK),
    K.MEASURE_DUE: _l("wie aan het veiligheidsspoor werkt"),
    **dict.fromkeys(
        [
            K.REVIEW_MISSING,
            K.REVIEW_PASSED,
            K.PHASE_OVERSTAYED,
            K.EVALUATION_DUE,
            K.DESCENDED_UNRECEIVED,
            K.REPEATED,
            K.STAGNATION,
        ],
        PHASE,
    ),
    K.DESCENT_UNANSWERED: _l("wie nog ja of nee moet zeggen, of wie het voorstelde"),
    **dict.fromkeys(
        [K.NO_CONTACT, K.TURNS_ADULT, K.RETURN_AHEAD, K.RETURN_UNSEEN],
        _l("eigenaar van het zorgspoor"),
    ),
    K.TRACK_WAITS_IN_VAIN: TRACK,
    K.ITEM_UNDECIDED: _l("wie het overleg voorzit, of de casusregisseur"),
    K.ACTION_PASSED: _l("wie de actie doet, of de casusregisseur"),
    **dict.fromkeys(
        [K.WATCH_UNDECIDED, K.WATCHER_GONE, K.WATCHER_AWAY],
        _l("wie de waakvlam heeft, casusregisseur of teamleider"),
    ),
    **dict.fromkeys(OF_SIGNALS, _l("wie het signaal heeft, of zijn team")),
    K.SIGNAL_NOBODYS: ADMIN,
    K.UNREACHED: TRACK,
    K.HANDOVER_UNANSWERED: _l("wie het aangeboden kreeg, of de teamleider"),
    **dict.fromkeys([K.TEAM_WITHOUT_LEAD, K.QUEUE_WITHOUT_STAFF], ADMIN),
    **dict.fromkeys([K.EMERGENCY_UNJUDGED, K.BREACH_UNREPORTED, K.REQUEST_UNANSWERED], PRIVACY),
    K.APPROVAL_UNDECIDED: _l("wie het vroeg"),
}
"""Who can mend it, for who reads the line and cannot."""

ENDS: dict[K, Any] = {
    K.NOTHING_RUNS: _l("verdwijnt als een spoor weer nodig is, of de casus is gesloten"),
    K.TRACK_NOBODYS: _l("verdwijnt als iemand eigenaar is, of een bemenst team het heeft"),
    K.OWNER_GONE: _l("verdwijnt met een nieuwe eigenaar"),
    K.DIRECTOR_GONE: _l("verdwijnt met een nieuwe casusregisseur"),
    K.OWNER_AWAY: _l("verdwijnt met een vervanger, een andere eigenaar, of na het verlof"),
    K.DIRECTOR_AWAY: _l("verdwijnt met een vervanger, een andere regisseur, of na het verlof"),
    K.NO_NEXT_DATE: _l("verdwijnt met een datum, of als het spoor klaar is"),
    K.DATE_PASSED: _l("verdwijnt met een nieuwe datum, of als het spoor klaar is"),
    K.ITEM_UNDECIDED: _l("verdwijnt als de casus in het overleg is afgerond"),
    K.ACTION_PASSED: _l("verdwijnt als de actie klaar is of stopt, of met een nieuwe datum"),
    K.FLAG_UNANSWERED: _l("verdwijnt met een antwoord"),
    K.HANDOVER_UNANSWERED: _l("verdwijnt als het wordt aangenomen, geweigerd of ingetrokken"),
    K.WATCH_UNDECIDED: _l("verdwijnt met een besluit over de waakvlam"),
    K.WATCHER_GONE: _l("verdwijnt als een collega de waakvlam heeft"),
    K.WATCHER_AWAY: _l("verdwijnt met een vervanger of een andere collega, of na het verlof"),
    K.NO_DIRECTOR: _l("verdwijnt met een casusregisseur"),
    K.TRACK_UNOWNED: _l("verdwijnt met een eigenaar"),
    K.OWNER_LEFT_TEAM: _l("verdwijnt met een eigenaar uit het team"),
    K.REVIEW_MISSING: _l("verdwijnt als de fase opnieuw is gewogen, met een datum"),
    K.REVIEW_PASSED: _l("verdwijnt als de fase opnieuw is gewogen"),
    K.PHASE_OVERSTAYED: _l("verdwijnt met een nieuw besluit: op, af, of blijft"),
    K.EVALUATION_DUE: _l("verdwijnt als de escalatie is geëvalueerd"),
    K.MEASURE_DUE: _l("verdwijnt met de volgende stap van de maatregel, of als die eindigt"),
    K.DESCENT_UNANSWERED: _l("verdwijnt als iedereen ja zei, of met een weigering"),
    K.DESCENDED_UNRECEIVED: _l("verdwijnt met een nieuw besluit over de fase"),
    K.NO_CONTACT: _l("verdwijnt met een contact dat is vastgelegd"),
    K.SIGNAL_NOBODYS: _l("verdwijnt als in het team iemand werkt die het mag openen"),
    K.SIGNAL_DATE_PASSED: _l("verdwijnt met een nieuwe datum of een besluit"),
    K.SIGNAL_NOT_ACCEPTED: _l("verdwijnt als het team het aanneemt of weigert, of na een besluit"),
    K.SIGNAL_ON_CLOSED: _l("verdwijnt met een besluit over het signaal"),
    K.SIGNALS_REPEATED: _l("verdwijnt met een besluit, of als de termijn voorbij is"),
    K.UNREACHED: _l("verdwijnt met een contact, of als het spoor stopt met een reden"),
    K.STAGNATION: _l("verdwijnt met een stap op een van de sporen"),
    K.CLOSED_WITH_OPEN: _l("verdwijnt als niets meer openstaat"),
    K.RETURNED: _l("verdwijnt vanzelf als de termijn voorbij is"),
    K.REPEATED: _l("verdwijnt vanzelf als de vlaggen ouder zijn dan de termijn"),
    K.TURNS_ADULT: _l("verdwijnt op de achttiende verjaardag"),
    K.RETURN_AHEAD: _l("verdwijnt na die dag"),
    K.RETURN_UNSEEN: _l("verdwijnt met een contact op of na die dag"),
    K.TRACK_WAITS_IN_VAIN: _l("verdwijnt als het spoor niet meer wacht, of het andere weer loopt"),
    K.TEAM_WITHOUT_LEAD: _l("verdwijnt met een teamleider, of na het verlof"),
    K.QUEUE_WITHOUT_STAFF: _l("verdwijnt als iemand in het team werkt"),
    K.EMERGENCY_UNJUDGED: _l("verdwijnt met een oordeel"),
    K.APPROVAL_UNDECIDED: _l("verdwijnt als het opnieuw is gevraagd, of na veertien dagen"),
    K.BREACH_UNREPORTED: _l("verdwijnt als is gemeld, of is vastgelegd dat dat niet hoeft"),
    K.REQUEST_UNANSWERED: _l("verdwijnt als het antwoord op het verzoek is vrijgegeven"),
}

REPAIR_TEXTS: dict[K, Any] = {
    **dict.fromkeys(
        [K.TRACK_NOBODYS, K.OWNER_GONE, K.OWNER_AWAY, K.TRACK_UNOWNED, K.OWNER_LEFT_TEAM],
        _l("Eigenaar geven"),
    ),
    **dict.fromkeys([K.NO_DIRECTOR, K.DIRECTOR_GONE, K.DIRECTOR_AWAY], _l("Regisseur kiezen")),
    **dict.fromkeys([K.NO_NEXT_DATE, K.DATE_PASSED], _l("Datum zetten")),
    **dict.fromkeys([K.NOTHING_RUNS, K.TRACK_WAITS_IN_VAIN], _l("Spoor bijwerken")),
    K.FLAG_UNANSWERED: _l("Antwoorden"),
    K.ITEM_UNDECIDED: _l("Afronden"),
    K.ACTION_PASSED: _l("Actie bijwerken"),
    **dict.fromkeys(
        [K.WATCH_UNDECIDED, K.WATCHER_GONE, K.WATCHER_AWAY], _l("Over de waakvlam besluiten")
    ),
    K.HANDOVER_UNANSWERED: _l("Overdracht bekijken"),
    **dict.fromkeys(
        [
            K.REVIEW_MISSING,
            K.REVIEW_PASSED,
            K.PHASE_OVERSTAYED,
            K.DESCENDED_UNRECEIVED,
            K.REPEATED,
        ],
        _l("Opnieuw wegen"),
    ),
    K.EVALUATION_DUE: _l("Evalueren"),
    K.MEASURE_DUE: _l("Maatregel openen"),
    K.DESCENT_UNANSWERED: _l("Voorstel bekijken"),
    K.SIGNAL_DATE_PASSED: _l("Signaal plannen"),
    K.SIGNAL_NOT_ACCEPTED: _l("Signaal bekijken"),
    **dict.fromkeys([K.SIGNAL_ON_CLOSED, K.SIGNALS_REPEATED], _l("Over het signaal besluiten")),
    **dict.fromkeys(
        [K.NO_CONTACT, K.UNREACHED, K.STAGNATION, K.RETURN_UNSEEN], _l("Stap vastleggen")
    ),
    **dict.fromkeys(
        [K.CLOSED_WITH_OPEN, K.RETURNED, K.TURNS_ADULT, K.RETURN_AHEAD], _l("Casus openen")
    ),
    **dict.fromkeys(
        [K.TEAM_WITHOUT_LEAD, K.QUEUE_WITHOUT_STAFF, K.SIGNAL_NOBODYS], _l("Medewerker kiezen")
    ),
    **dict.fromkeys([K.EMERGENCY_UNJUDGED, K.BREACH_UNREPORTED], _l("Beoordelen")),
    K.REQUEST_UNANSWERED: _l("Antwoord vrijgeven"),
    K.APPROVAL_UNDECIDED: _l("Verzoeken bekijken"),
}


def why(finding: Finding) -> str:
    """Say why it is on the list: since when, and what was agreed."""
    today = clock.today()
    since = (today - clock.local(finding.since).date()).days
    last = (today - finding.last_on).days if finding.last_on is not None else since
    texts = _with_evidence(finding, last)
    if texts or not since:
        return texts or str(_("Sinds %(moment)s", moment=wording.moment(finding.since)))
    return str(ngettext("Al %(num)d dag", "Al %(num)d dagen", since))


def _with_evidence(finding: Finding, days: int) -> str:
    """Say it with the numbers the rule went by, where it has any."""
    agreed, day = finding.number or 0, wording.short_day(finding.last_on)
    texts: dict[K, Any] = {
        **dict.fromkeys(
            [K.DATE_PASSED, K.ACTION_PASSED],
            lambda: ngettext(
                "Afgesproken voor %(day)s: %(num)d dag voorbij",
                "Afgesproken voor %(day)s: %(num)d dagen voorbij",
                days,
                day=day,
            ),
        ),
        K.NO_CONTACT: lambda: _(
            "Geen contact sinds %(days)d dagen (afspraak: %(agreed)d)", days=days, agreed=agreed
        ),
        K.UNREACHED: lambda: ngettext(
            "%(num)d poging zonder contact, op %(day)s",
            "%(num)d pogingen zonder contact, de laatste op %(day)s",
            agreed,
            day=day,
        ),
        K.STAGNATION: lambda: _(
            "Geen stap sinds %(days)d dagen (afspraak: %(agreed)d)", days=days, agreed=agreed
        ),
        K.TRACK_UNOWNED: lambda: _(
            "Wacht al %(days)d dagen (afspraak: %(agreed)d)", days=days, agreed=agreed
        ),
        **dict.fromkeys(
            [K.OWNER_AWAY, K.DIRECTOR_AWAY, K.WATCHER_AWAY],
            lambda: _("Tot en met %(day)s is niemand vervanger", day=day),
        ),
        K.WATCH_UNDECIDED: lambda: _("De waakvlam liep tot %(day)s", day=day),
        K.ITEM_UNDECIDED: lambda: _("Het overleg was op %(day)s", day=day),
        K.MEASURE_DUE: lambda: _("Afgesproken voor %(day)s", day=day),
        K.SIGNAL_DATE_PASSED: lambda: _("Afgesproken voor %(day)s", day=day),
        K.SIGNALS_REPEATED: lambda: _(
            "%(number)d signalen over dezelfde persoon of hetzelfde adres, het laatste van %(day)s",
            number=agreed,
            day=day,
        ),
        K.PHASE_OVERSTAYED: lambda: (
            _(
                "Het laatste besluit is van %(day)s (afspraak: hooguit %(agreed)d dagen)",
                day=day,
                agreed=agreed,
            )
            if agreed
            else _("Sinds %(day)s staat deze fase niet meer op de ladder", day=day)
        ),
        K.EVALUATION_DUE: lambda: _("Uit de hoogste fase op %(day)s", day=day),
        K.DESCENDED_UNRECEIVED: lambda: _("Afgeschaald op %(day)s", day=day),
        K.REVIEW_PASSED: lambda: _("Afgesproken voor %(day)s", day=day),
        K.RETURNED: lambda: _("De vorige casus sloot op %(day)s", day=day),
        K.REPEATED: lambda: _(
            "%(number)d vlaggen over dezelfde mensen, de laatste op %(day)s",
            number=agreed,
            day=day,
        ),
        K.RETURN_AHEAD: lambda: _("Iemand in deze casus komt terug op %(day)s", day=day),
        K.RETURN_UNSEEN: lambda: _("Iemand in deze casus kwam terug op %(day)s", day=day),
        K.TURNS_ADULT: lambda: _("Iemand in deze casus wordt 18 op %(day)s", day=day),
    }
    return str(texts[finding.kind]()) if finding.kind in texts and finding.last_on else ""
