"""What people read when a rule of the work forbids something: one text per code."""

from flask_babel import lazy_gettext as _l

from caseapp.kernel.errors import RuleBroken

TEXTS = {
    "sign-in-failed": _l("Dit e-mailadres en wachtwoord horen niet bij elkaar."),
    "sign-in-throttled": _l("Er is te vaak geprobeerd. Wacht een minuut en probeer het opnieuw."),
    "email-known": _l("Dit e-mailadres is al in gebruik."),
    "password-too-short": _l("Neem een wachtwoord van minstens 15 tekens."),
    "password-too-long": _l("Dit wachtwoord is te lang."),
    "password-too-simple": _l("Dit wachtwoord is te eenvoudig: neem meer verschillende tekens."),
    "role-needed": _l("Kies minstens een rol."),
    "roles-clash": _l("Toezicht en beheer gaan niet samen met een andere rol."),
    "name-taken": _l("Deze naam is al in gebruik."),
    "organisation-unknown": _l("Deze organisatie bestaat niet."),
    "partner-needs-organisation": _l("Kies de organisatie waar deze ketenpartner voor werkt."),
    "team-unknown": _l("Dit team bestaat niet."),
    "case-about-nobody": _l("Zoek eerst de inwoner, of schrijf die in."),
    "case-without-address": _l("Vul het adres of gebied in waar de casus om draait."),
    "track-taken": _l("Dit spoor heeft al een eigenaar."),
    "track-without-date": _l("Een spoor dat loopt heeft een volgende datum."),
    "track-without-reason": _l("Schrijf op waarom het spoor klaar of niet nodig is."),
    "colleague-unavailable": _l("Deze collega kan nu niet inloggen of werkt hier niet."),
    "part-needs-track": _l("Kies een spoor voor een eigenaar of betrokkene, en anders geen."),
    "part-of-partner": _l("Een ketenpartner doet mee als ketenpartner, een collega niet."),
    "other-trade": _l("Deze collega werkt op het andere spoor."),
    "step-in-future": _l("Deze datum ligt in de toekomst."),
    "step-corrected-before": _l("Deze stap is al verbeterd. Verbeter de nieuwste tekst."),
    "phase-unchanged": _l("De casus is al in deze fase."),
    "phase-too-far": _l("Afschalen gaat per fase: kies de fase hieronder."),
    "phase-without-trigger": _l("Kies minstens één reden om op te schalen."),
    "phase-without-reason": _l("Licht toe waarom."),
    "phase-without-tried": _l("Schrijf op wat in de lagere fase is geprobeerd."),
    "phase-without-review": _l("Vul een datum in waarop u opnieuw kijkt."),
    "review-not-ahead": _l("Neem een datum na vandaag."),
    "review-too-late": _l("Kijk binnen een half jaar opnieuw."),
    "flag-nobody-to-tell": _l(
        "Er is niemand die deze vlag ziet: geen regisseur, eigenaar of teamleider. Geef de casus "
        "eerst een eigenaar, en bel uw leidinggevende."
    ),
    "flag-answered-before": _l(
        "Een collega was u net voor. Het antwoord staat hieronder; uw tekst is niet verstuurd."
    ),
    "resident-without-surname": _l("Vul een achternaam in."),
    "bsn-in-use": _l("Met dit BSN is al iemand ingeschreven. Vraag het team intake om hulp."),
    "related-to-oneself": _l("Kies iemand anders dan de inwoner zelf."),
    "relation-known": _l("Deze relatie is al vastgelegd."),
    "ends-before-start": _l("Dit ligt voor de begindatum."),
    "lives-there-already": _l("Zij wonen al bij elkaar."),
    "household-not-yours": _l("Het huishouden van deze persoon kunt u niet wijzigen."),
    "household-of-nobody": _l("Een huishouden heeft minstens één bewoner."),
    "log-export-too-large": _l("Dit zijn meer dan 20.000 regels. Kies een kortere periode."),
    "answer-too-large": _l("Dit is te veel voor één antwoord. Kies een kortere periode."),
    "answer-day-not-over": _l("Kies een dag die voorbij is: hooguit gisteren."),
    "answer-released-before": _l("Dit antwoord is al vrijgegeven."),
    "answer-needs-another": _l(
        "U maakte dit antwoord zelf. Laat een collega het lezen en vrijgeven."
    ),
    "answer-outdated": _l(
        "Wat er verteld mag worden is veranderd sinds dit antwoord is gemaakt. Maak het opnieuw."
    ),
    "resident-destroyed": _l("De gegevens van deze inwoner zijn vernietigd."),
    "confidential-past": _l("Deze dag is al voorbij."),
    "confidential-too-long": _l("Kies een dag binnen een jaar. Daarna beslist u opnieuw."),
    "confidential-ended-before": _l("Dit wordt al verteld."),
    "token-days": _l("Kies een aantal dagen van 1 tot en met 90."),
    "another-head": _l("Deze verzegeling is niet van dit log. Open de pagina opnieuw."),
    "list-done": _l("Deze lijst is al ingelezen of weggegooid."),
    "list-undecided": _l("Kies bij iedereen hieronder: dezelfde persoon, of iemand anders."),
    "list-columns": _l("Kies eerst welke kolom wat is."),
    "password-wrong": _l("Dit is niet uw wachtwoord."),
    "approval-without-reason": _l("Schrijf op waarom, voor wie erover beslist."),
    "approval-decided-before": _l("Een collega heeft hierover al beslist."),
    "approval-over": _l("Dit verzoek is verlopen. Vraag het opnieuw als het nog nodig is."),
    "approval-of-something-else": _l("Dit verzoek is intussen anders. Lees het opnieuw."),
    "shield-without-director": _l(
        "Geef de casus eerst een casusregisseur: anders vindt niemand de inwoner meer."
    ),
    "nobody-to-take-over": _l(
        "Er is geen team dat uw spoor overneemt. Bel uw leidinggevende; uitleg hoeft niet."
    ),
    "review-judged-before": _l("Een collega gaf hier al een oordeel over."),
    "review-answered-before": _l("U gaf hier al uitleg over, of er is al een oordeel."),
    "review-without-reason": _l("Schrijf op waarom u dit vindt."),
    "review-without-breach": _l("Hier hoort geen datalek bij."),
    "emergency-no-case": _l("Er is geen casus die hierbij hoort."),
    "emergency-not-needed": _l("U kunt deze casus gewoon openen: noodtoegang is niet nodig."),
    "emergency-reason-too-short": _l("Schrijf in een zin van minstens 30 tekens wat er speelt."),
    "emergency-too-long": _l("Kies 1 tot en met 240 minuten."),
    "emergency-over": _l("De tijd van deze noodtoegang is voorbij."),
    "emergency-explained-before": _l("Een collega was u net voor met een toelichting."),
    "not-oneself": _l("U kunt uw eigen rechten niet wijzigen."),
}


def of(error: RuleBroken) -> str:
    """Give the text of a broken rule, in the reader's language."""
    return str(TEXTS.get(error.message, error.message))
