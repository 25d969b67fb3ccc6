"""What people read when a rule of the work forbids something: one text per code."""

from flask_babel import lazy_gettext as _l

from caseapp.kernel.errors import RuleBroken
from caseapp.web.measure_labels import MEASURE_RULES
from caseapp.web.measurement_labels import MEASUREMENT_RULES
from caseapp.web.meeting_labels import MEETING_RULES
from caseapp.web.paper_labels import PAPER_RULES
from caseapp.web.phase_labels import PHASE_RULES
from caseapp.web.plan_labels import PLAN_RULES
from caseapp.web.share_labels import SHARE_RULES

TEXTS = {
    "sign-in-failed": _l("Dit e-mailadres en wachtwoord horen niet bij elkaar."),
    "sign-in-throttled": _l("Er is te vaak geprobeerd. Wacht een minuut en probeer het opnieuw."),
    "email-known": _l("Dit e-mailadres is al in gebruik."),
    "password-too-short": _l("Neem een wachtwoord van minstens 15 tekens."),
    "password-too-long": _l("Dit wachtwoord is te lang."),
    "password-too-simple": _l("Dit wachtwoord is te eenvoudig: neem meer verschillende tekens."),
    "months-not-in-order": _l("Deze maand ligt voor de eerste."),
    "hold-too-short": _l("Bewijs van een incident blijft minstens drie jaar."),
    "log-month-held": _l("Deze maand wordt vastgehouden en blijft."),
    "log-month-not-over": _l(
        "De bewaartermijn van deze maand loopt nog, of er is al over beslist."
    ),
    "log-month-changed": _l("Deze maand is anders dan toen het werd gevraagd."),
    "role-needed": _l("Kies minstens een rol."),
    "roles-clash": _l("Toezicht en beheer gaan niet samen met een andere rol."),
    "name-taken": _l("Deze naam is al in gebruik."),
    "organisation-unknown": _l("Deze organisatie bestaat niet."),
    "partner-needs-organisation": _l("Kies de organisatie waar deze ketenpartner voor werkt."),
    "team-unknown": _l("Dit team bestaat niet."),
    "case-about-nobody": _l("Zoek eerst de inwoner, of schrijf die in."),
    "case-without-address": _l("Vul het adres of gebied in waar de casus om draait."),
    "setting-unknown": _l("Dit getal is niet apart te kiezen voor deze casussen."),
    "setting-out-of-bounds": _l("Dit getal ligt buiten de grenzen."),
    "setting-without-reason": _l("Schrijf op waarom."),
    "closing-day-past": _l("Deze datum is al voorbij."),
    "closing-day-free-anyway": _l("Op deze dag loopt toch al geen termijn."),
    "closing-day-known": _l("Deze dag staat er al."),
    "closing-day-without-name": _l("Schrijf op wat voor dag het is."),
    "handover-not-yours": _l("Dit is niet van u: alleen wie het heeft, kan het overdragen."),
    "handover-without-note": _l("Schrijf op wat de ander moet weten."),
    "handover-to-oneself": _l("Kies iemand anders dan uzelf."),
    "handover-to-nobody": _l("Kies een collega, of voor een spoor een team waarin iemand werkt."),
    "handover-waits-already": _l("Dit is al aangeboden. Trek dat eerst in, of wacht het af."),
    "handover-overtaken": _l("Een ander heeft dit intussen gekregen. Er is niets te doen."),
    "agreement-not-for-this": _l("Hierover is niets af te spreken: iemand is zonder dekking."),
    "finding-mended-before": _l("Dit is intussen hersteld."),
    "agreement-not-ahead": _l("Kies een dag na vandaag."),
    "agreement-too-long": _l("Zo lang mag dit niet blijven staan."),
    "agreement-without-reason": _l("Schrijf op waarom."),
    "handover-answered-before": _l("Iemand was u voor. Hieronder leest u wat ervan kwam."),
    "handover-without-reason": _l("Schrijf op waarom."),
    "handover-without-proposal": _l("Schrijf op wat u voorstelt."),
    "user-holds-work": _l("Er staat nog werk open bij deze collega. Laat dat eerst overdragen."),
    "user-holds-work-of-team": _l(
        "Deze collega heeft nog werk van een team waar die weggaat. Laat dat eerst overdragen."
    ),
    "user-holds-work-of-trade": _l(
        "Deze collega heeft nog werk dat niet past bij deze rollen. Laat dat eerst overdragen."
    ),
    "team-holds-work": _l("Dit team heeft nog werk. Laat dat eerst bij een ander team wachten."),
    "team-needs-successor": _l("Er is nog werk bij dit team. Kies welk team het overneemt."),
    "team-of-other-work": _l("Dit team doet ander werk. Kies een team dat hetzelfde doet."),
    "team-closed-before": _l("Dit team is intussen opgeheven."),
    "return-not-whole": _l("Vul de dag en de plaats allebei in, of laat ze allebei leeg."),
    "team-needs-lead": _l("Dit team heeft dan geen teamleider. Wijs eerst een ander aan."),
    "queue-needs-staff": _l("In dit team wacht werk, en niemand anders werkt er."),
    "queue-of-another-trade": _l("Dit spoor kan niet bij dit team wachten."),
    "queue-without-staff": _l("In dit team werkt niemand die het kan nemen."),
    "reassign-overtaken": _l("Dit is intussen van een ander. Open de pagina opnieuw."),
    "reassign-nothing": _l("Kies bij minstens één regel wie het overneemt."),
    "leave-needs-substitute": _l("Er staat nog werk open: kies wie het in deze dagen overneemt."),
    "leave-leaves-work": _l(
        "Niet alles kan een vervanger overnemen. Hieronder staat wat eerst moet, en hoe."
    ),
    "leave-substitute-unfit": _l(
        "Deze collega kan niet alles overnemen: die werkt hier niet, werkt op het andere spoor, "
        "of mag niet bij elke casus."
    ),
    "leave-substitute-away": _l("Deze collega is er in die dagen zelf niet."),
    "leave-substitute-oneself": _l("Kies iemand anders dan wie weg is."),
    "leave-cannot-stand-in": _l("U kunt dit niet overnemen: niet al het werk past bij u."),
    "leave-overlaps": _l("In deze dagen is al verlof vastgelegd. Wijzig dat."),
    "leave-ends-before-it-begins": _l("De laatste dag ligt voor de eerste."),
    "leave-begins-before-today": _l("Deze dag is al voorbij."),
    "message-must-reach": _l("Dit bericht moet u bereiken. Kies een van deze."),
    "leave-over": _l("Deze dagen zijn al voorbij."),
    "leave-too-long": _l("Kies hooguit een jaar."),
    "leave-answered-before": _l("Hier is al op geantwoord, of het is ingetrokken."),
    "leave-ended-before": _l("Dit verlof geldt al niet meer. Hieronder staat hoe het zit."),
    "case-closed-before": _l("Iemand sloot deze casus intussen. Er is niets bewaard."),
    "case-reopened-before": _l("Iemand heropende deze casus intussen."),
    "closing-obstructed": _l("De casus kan nog niet dicht. Hieronder staat wat eerst moet."),
    "closing-untold": _l("Vul dit in."),
    "closing-uninformed": _l("Schrijf op waarom de inwoner het niet weet."),
    "joining-nowhere": _l("Kies een andere reden, of voeg de casussen samen."),
    "joining-shielded": _l("Een afgeschermde casus wordt niet samengevoegd."),
    "joining-about-others": _l("Die casus gaat niet over dezelfde mensen of hetzelfde huishouden."),
    "joining-keeps-away": _l(
        "Iemand die aan die casus werkt, kan deze mensen niet helpen. Laat de plek eerst overnemen."
    ),
    "closing-unwatched": _l("Schrijf op waarom er geen nazorg is."),
    "watch-without-watcher": _l("Kies wie de waakvlam krijgt."),
    "watch-without-end": _l("Vul in tot wanneer."),
    "watch-not-ahead": _l("Neem een datum na vandaag."),
    "watch-not-later": _l("Neem een datum na de datum die er nu staat."),
    "watch-too-long": _l("Zo lang mag een waakvlam niet duren. Kies een eerdere datum."),
    "watch-without-reason": _l("Schrijf op waarom."),
    "watch-extended-before": _l("Deze waakvlam is al een keer verlengd."),
    "watch-ended-before": _l("Iemand besloot al over deze waakvlam."),
    "watcher-unfit": _l("Deze collega kan deze casus niet volgen. Kies een ander."),
    "watcher-unchanged": _l("Deze collega heeft de waakvlam al."),
    "reopening-without-reason": _l("Schrijf op waarom."),
    "reopening-without-track": _l("Kies minstens één spoor."),
    "reopening-without-date": _l("Vul een datum in vanaf vandaag."),
    "reopening-nobodys": _l("Niemand heeft dit spoor dan. Kies een team waarin iemand werkt."),
    "track-taken": _l("Dit spoor heeft al een eigenaar."),
    "stop-answered-before": _l("Een collega antwoordde al, of het spoor loopt weer."),
    "contest-without-reason": _l("Schrijf op waarom het spoor wel nodig is."),
    "track-without-date": _l("Een spoor dat loopt heeft een volgende datum."),
    "track-without-reason": _l("Schrijf op waarom het spoor klaar of niet nodig is."),
    "signal-about-nobody": _l("Schrijf op over wie of welke plek het gaat."),
    "signal-answer-to-nobody": _l("Schrijf op wie het meldde: anders hoort niemand iets terug."),
    "signal-without-queue": _l("In dit team werkt niemand, of het mag dit niet lezen."),
    "signal-date-past": _l("Deze datum is al voorbij."),
    "signal-there-already": _l("Het signaal is al bij dit team."),
    "signal-answered-before": _l("Iemand was u voor. Hieronder leest u wat ervan kwam."),
    "signal-decided-before": _l("Iemand besloot al over dit signaal. Hieronder leest u wat."),
    "signal-without-reason": _l("Schrijf op waarom."),
    "signal-without-case": _l("Er is geen casus met dit nummer die u mag openen."),
    "signal-identified-before": _l("Van dit signaal is intussen bekend over wie het gaat."),
    "signal-resident-of-others": _l(
        "U kunt over deze persoon zelf geen casus openen. Stuur het signaal door naar een team."
    ),
    "signal-case-closed": _l("Deze casus is gesloten. Heropen die eerst, of kies iets anders."),
    "attempt-without-next": _l(
        "Wanneer probeert u het opnieuw? Vul een datum in, of kies wat het einde is."
    ),
    "attempt-on-strip": _l("Leg een poging vast op een spoor: daar hoort een volgende datum bij."),
    "end-result-of-contact": _l("Dit hoort bij een poging waarbij u niemand bereikte."),
    "track-stopped-before": _l("Dit spoor is al gestopt: hier valt niets meer te plannen."),
    "stop-with-date": _l("Kies één van twee: een volgende datum, of waarom het spoor stopt."),
    "stop-of-unreached": _l(
        "Niemand weet hoe het gaat: dan stopt het spoor niet. De teamleider krijgt dit te zien."
    ),
    "colleague-unavailable": _l("Deze collega kan nu niet inloggen of werkt hier niet."),
    "part-needs-track": _l("Kies een spoor voor een eigenaar of betrokkene, en anders geen."),
    "part-of-partner": _l("Een ketenpartner doet mee als ketenpartner, een collega niet."),
    "other-trade": _l("Deze collega werkt op het andere spoor."),
    "step-in-future": _l("Deze datum ligt in de toekomst."),
    "step-corrected-before": _l("Deze stap is al verbeterd. Verbeter de nieuwste tekst."),
    "informed-ahead": _l("Deze datum ligt in de toekomst."),
    "descent-without-reason": _l("Schrijf op waarom het omlaag kan."),
    "descent-to-nobody": _l("Kies wie de casus opvangt."),
    "descent-to-oneself": _l("Kies een ander: wie het voorstelt, vangt de casus niet zelf op."),
    "descent-waits-already": _l("Er wacht al een voorstel om af te schalen."),
    "descent-ended-before": _l("Dit voorstel is al beantwoord, of de casus is van fase veranderd."),
    "descent-of-another-ladder": _l(
        "De ladder is na dit voorstel veranderd. Weiger het of trek het in, en doe een nieuw."
    ),
    "descent-agreed-before": _l("Een collega stemde al in."),
    "descent-accepted-before": _l("De casus is al aangenomen."),
    "descent-without-refusal": _l("Schrijf op waarom niet, en wat eerst nodig is."),
    "review-not-ahead": _l("Neem een datum na vandaag."),
    "review-too-late": _l("Kijk binnen een half jaar opnieuw."),
    **MEASURE_RULES,
    **MEASUREMENT_RULES,
    **MEETING_RULES,
    **PLAN_RULES,
    **SHARE_RULES,
    **PAPER_RULES,
    **PHASE_RULES,
    "on-call-twice": _l("Deze collega staat er al op. Kies een ander, of laat deze plaats leeg."),
    "on-call-unable": _l("Deze collega kan niet inloggen of doet geen casuswerk. Kies een ander."),
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
    "place-for-oneself": _l("Kies een ander: deze casus is niet voor u om te openen."),
    "director-first": _l("Kies eerst een casusregisseur. Die zegt wie er verder aan werkt."),
    "answer-asked-ahead": _l("Deze dag is er nog niet."),
    "answer-day-not-over": _l("Kies een dag die voorbij is: hooguit gisteren."),
    "answer-released-before": _l("Dit antwoord is al vrijgegeven."),
    "approval-read-first": _l("Lees eerst het antwoord. Op die pagina geeft u het vrij."),
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
