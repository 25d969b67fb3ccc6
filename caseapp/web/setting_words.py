"""What each number of a municipality is called, and what it means."""

from typing import Any

from flask_babel import lazy_gettext as _l

from caseapp import settings

MEANINGS: dict[str, tuple[Any, Any]] = {
    settings.CONTACT_DAYS.name: (
        _l("Dagen zonder contact"),
        _l("Zo lang mag niemand van het zorgspoor iemand hebben gesproken."),
    ),
    settings.STAGNATION_DAYS.name: (
        _l("Dagen zonder stap"),
        _l("Gebeurt er zo lang niets op beide sporen, dan stagneert de casus."),
    ),
    settings.DIRECTOR_FROM.name: (
        _l("Casusregisseur vanaf fase"),
        _l("Vanaf deze AVE-fase heeft een casus een casusregisseur."),
    ),
    settings.QUEUE_DAYS.name: (
        _l("Dagen in de wachtrij"),
        _l("Zo lang mag een spoor in de wachtrij van een team staan."),
    ),
    settings.RETURN_DAYS.name: (
        _l("Terug na sluiten"),
        _l("Komt iemand binnen zoveel dagen na sluiten terug, dan is dat een hint."),
    ),
    settings.REPEAT_FLAGS.name: (
        _l("Herhaalde vlaggen"),
        _l("Zoveel vlaggen over dezelfde mensen zijn een hint."),
    ),
    settings.REPEAT_DAYS.name: (
        _l("Termijn voor herhaalde vlaggen"),
        _l("Vlaggen tellen samen als ze binnen zoveel dagen vallen."),
    ),
    settings.ADULT_DAYS.name: (
        _l("Dagen voor de achttiende verjaardag"),
        _l("Zoveel dagen van tevoren wijst het systeem op wie 18 wordt."),
    ),
    settings.RETURN_AHEAD_DAYS.name: (
        _l("Dagen voor een terugkeer"),
        _l("Zoveel dagen van tevoren wijst het systeem op wie terugkomt."),
    ),
    settings.RETURN_SEEN_DAYS.name: (
        _l("Dagen na een terugkeer"),
        _l("Had zo lang na die dag niemand contact, dan staat het op Wal en schip."),
    ),
    settings.AGREE_DAYS.name: (
        _l("Dagen voor een afspraak"),
        _l("Zo lang mag een teamleider iets op Wal en schip laten staan, met een reden."),
    ),
    settings.HANDOVER_DAYS.name: (
        _l("Werkdagen voor een overdracht"),
        _l("Zwijgt de ontvanger zo lang, dan komt het werk terug bij wie het aanbood."),
    ),
    settings.STAY_DAYS.name: (
        _l("Langst in een fase"),
        _l("Staat een casus zo lang in een fase, dan moet iemand opnieuw besluiten."),
    ),
    settings.DESCENT_DAYS.name: (
        _l("Werkdagen om af te schalen"),
        _l("Antwoordt iemand zo lang niet op een voorstel om af te schalen, dan valt dat op."),
    ),
    settings.EVALUATION_DAYS.name: (
        _l("Dagen om een escalatie te evalueren"),
        _l("Zo lang na het afschalen uit de hoogste fase is opgeschreven wat ervan is geleerd."),
    ),
    settings.WATCH_DAYS.name: (
        _l("Langste waakvlam"),
        _l("Binnen zoveel dagen wordt over een waakvlam besloten."),
    ),
    settings.ATTEMPTS.name: (
        _l("Pogingen tot contact"),
        _l("Na zoveel pogingen zonder contact krijgt niemand deze inwoner te pakken."),
    ),
    settings.TRIAGE_DAYS.name: (
        _l("Werkdagen voor een signaal"),
        _l("Binnen zoveel werkdagen kijkt iemand naar een gewoon signaal."),
    ),
    settings.ACCEPT_DAYS.name: (
        _l("Werkdagen om een signaal aan te nemen"),
        _l("Neemt een ander team een doorgezet signaal zo lang niet aan, dan valt dat op."),
    ),
    settings.SIGNAL_NUMBER.name: (
        _l("Herhaalde signalen"),
        _l("Zoveel signalen over dezelfde persoon of hetzelfde adres zijn een hint."),
    ),
    settings.SIGNAL_WINDOW.name: (
        _l("Termijn voor herhaalde signalen"),
        _l("Signalen tellen samen als ze binnen zoveel dagen vallen."),
    ),
    settings.SHARE_NOTICE_DAYS.name: (
        _l("Werkdagen voor het einde van wat is gedeeld"),
        _l("Zo lang vooraf ziet wie deelde, en wie het andere spoor heeft, dat het eindigt."),
    ),
    settings.BAN_MONTHS.name: (
        _l("Maanden van een verbod"),
        _l("Zo lang geldt een gebiedsverbod, groepsverbod of meldplicht (art. 172a Gemeentewet)."),
    ),
    settings.BAN_EXTENSIONS.name: (
        _l("Verlengingen van een verbod"),
        _l("Zo vaak kan zo'n verbod worden verlengd (art. 172a Gemeentewet)."),
    ),
    settings.HOUSE_BAN_DAYS.name: (
        _l("Dagen van een huisverbod"),
        _l("Zo lang geldt een tijdelijk huisverbod eerst (art. 2 Wet tijdelijk huisverbod)."),
    ),
    settings.HOUSE_BAN_CEILING.name: (
        _l("Langste huisverbod"),
        _l("Zo lang kan het met verlenging gelden, vanaf het begin (art. 9 van die wet)."),
    ),
    settings.POLICE_SEARCH_MONTHS.name: (
        _l("Maanden dat politiegegevens gewoon in beeld zijn"),
        _l("Daarna vindt u ze alleen met een gerichte zoekvraag en een reden (art. 8 Wpg)."),
    ),
    settings.POLICE_STORE_MONTHS.name: (
        _l("Maanden tot politiegegevens alleen nog bewaard worden"),
        _l("Daarna leest alleen de privacy officer ze nog (art. 8 en 14 Wpg)."),
    ),
    settings.POLICE_DESTROY_MONTHS.name: (
        _l("Maanden tot politiegegevens vernietigd moeten zijn"),
        _l("Geteld vanaf de dag van de stap (art. 14 Wpg)."),
    ),
    settings.VIEWS_DAYS.name: (
        _l("Dagen voor een zienswijze"),
        _l("Zo lang kunnen betrokkenen reageren op een voornemen (art. 4:8 Awb)."),
    ),
    settings.CHECK_DAYS.name: (
        _l("Dagen tussen controles"),
        _l("Binnen zoveel dagen kijkt iemand of een maatregel nog nodig is."),
    ),
    settings.UNREACHED_DAYS.name: (
        _l("Dagen om te besluiten over wie onbereikbaar is"),
        _l("Geeft iemand de pogingen op, dan is er binnen zoveel dagen een besluit."),
    ),
    "flag-owner-hours": (
        _l("Werkuren voor een vlag bij de eigenaar"),
        _l(
            "Zo lang wacht een vlag op de eigenaren van de sporen. Daarna gaat die een trede hoger."
        ),
    ),
    "flag-director-hours": (
        _l("Werkuren voor een vlag bij de casusregisseur"),
        _l("Zo lang wacht een vlag op de casusregisseur."),
    ),
    "flag-process-hours": (
        _l("Werkuren voor een vlag bij de procesregisseur"),
        _l("Zo lang wacht een vlag op de procesregisseurs."),
    ),
    "flag-lead-hours": (
        _l("Werkuren voor een vlag bij de teamleider"),
        _l("Zo lang wacht een vlag op wie de teams van de sporen leidt."),
    ),
    "flag-call-hours": (
        _l("Werkuren voor een vlag bij wie bereikbaar is"),
        _l("Zo lang wacht een vlag op elk van de lijst, in hun volgorde."),
    ),
}
