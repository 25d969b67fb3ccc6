"""The answer to "who looked at my data" in plain Dutch (B1), word for word.

It is a letter to the resident: always Dutch, whatever language the officer reads. What stands here
is what is kept, hashed, shown and printed: page and PDF add no word of their own.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import force_locale, format_date

from caseapp.accesslog import DataKind, Ground, Purpose
from caseapp.privacy import Row
from caseapp.web import labels

FORM = 1
"""The form of the content; whoever changes it keeps the older one readable."""

KINDS = {
    DataKind.LISTED: "uw naam in een lijst",
    DataKind.CASE: "hoe het gaat met een zaak waarin u betrokken bent",
    DataKind.WORK: "wat er is gedaan in een zaak waarin u betrokken bent",
    DataKind.WARNING: "een waarschuwing in een zaak waarin u betrokken bent",
    DataKind.PERSON: "uw naam, geboortedatum, adres en telefoonnummer",
    DataKind.HOUSEHOLD: "met wie u woont en wie uw familie is",
    DataKind.CITIZEN_NUMBER: "uw burgerservicenummer (BSN)",
    DataKind.FORM: "een formulier met gegevens over u",
    DataKind.LOG: "het overzicht van wie uw gegevens gebruikte",
    DataKind.OTHER: "gegevens over u",
}

PURPOSES = {
    Purpose.CASEWORK: "om u te helpen en het veilig te houden",
    Purpose.TRIAGE: "om te kijken welke hulp nodig is",
    Purpose.ADMINISTRATION: "om het systeem te beheren",
    Purpose.ACCOUNT: "om het systeem te beheren",
    Purpose.SECURITY: "om te kijken of het systeem veilig is",
    Purpose.LOG_REVIEW: "om te controleren wie uw gegevens gebruikte",
    Purpose.SUPERVISION: "om te controleren of het werk goed gaat",
    Purpose.ESCALATION: "omdat er zorgen waren dat het erger werd",
    Purpose.REPLACEMENT: "omdat een collega er niet was",
    Purpose.COMPLAINT: "om een klacht te behandelen",
    Purpose.RESIDENT_REQUEST: "omdat u iets vroeg",
}

GROUNDS = {
    Ground.PUBLIC_TASK: "taak van de gemeente: AVG artikel 6 lid 1 onder e",
    Ground.LEGAL_DUTY: "plicht van de gemeente: AVG artikel 6 lid 1 onder c",
    Ground.SUPPORT: "hulp en ondersteuning: Wmo 2015 artikel 5.1.1",
    Ground.YOUTH: "hulp aan kinderen en jongeren: Jeugdwet artikel 7.4.0",
    Ground.PUBLIC_ORDER: "rust en veiligheid: Gemeentewet artikel 172",
    Ground.INQUIRY: "onderzoek na een melding: Wmo 2015 artikel 2.3.2",
    Ground.CITIZEN_NUMBER: "gebruik van het BSN: Wabb artikel 10",
    Ground.ACCOUNTABILITY: "laten zien dat wij ons aan de wet houden: AVG artikel 5 lid 2",
    Ground.SECURITY: "gegevens goed beveiligen: AVG artikel 32",
    Ground.RIGHT_OF_ACCESS: "uw recht om gegevens te zien: AVG artikel 15",
}


def content_of(
    *, town: str, person: str, first: date, last: date, made_on: date, rows: Iterable[Row]
) -> str:
    """Write an answer down, word for word: the same facts give the same text to the byte."""
    with force_locale("nl"):
        paper = _paper(town, person, (first, last), made_on, rows)
    return json.dumps(paper, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(content: str) -> Any:
    """Give an answer as it was written, to be shown or printed."""
    return json.loads(content)


def _paper(
    town: str, person: str, period: tuple[date, date], made_on: date, rows: Iterable[Row]
) -> dict[str, Any]:
    first, last = (format_date(day, "d MMMM yyyy") for day in period)
    made = format_date(made_on, "d MMMM yyyy")
    return {
        "form": FORM,
        "title": "Wie keek er naar mijn gegevens?",
        "intro": [
            f"Dit overzicht is van de gemeente {town}. Het is voor {person}.",
            f"Het gaat over {first} tot en met {last}.",
            f"Het is gemaakt op {made}.",
        ],
        "explained": {
            "title": "Wat staat er in dit overzicht?",
            "texts": [
                ("U ziet op welke dag iemand uw gegevens gebruikte, waar die persoon werkt en welk "
                 "werk hij of zij doet. De namen van medewerkers staan er niet in."),
                "Keek iemand op een dag vaker? Dan staat het er één keer.",
                ("Wij keken ook zelf naar uw gegevens om dit overzicht te maken. "
                 "Dat staat er niet apart in."),
                ("Soms mogen wij nog niet vertellen dat iemand keek. Dat mag alleen als de wet dat "
                 "goedvindt (UAVG artikel 41). Het staat dan later wel in een overzicht."),
            ],
        },
        "table": "Wie uw gegevens gebruikte",
        "columns": [
            "Dag", "Wie", "Welke gegevens", "Waarom", "Volgens welke wet",
            "Noodgeval", "Gegevens gingen naar",
        ],
        "rows": [_row(row, town) for row in rows],
        "empty": "Over deze periode is er niets dat wij u kunnen laten zien.",
        "rights": {
            "title": "Wat kunt u doen?",
            "texts": [
                (f"Hebt u een vraag, of vindt u dat iemand niet had mogen kijken? "
                 f"Vraag het de privacy officer van de gemeente {town}."),
                "Klopt er iets niet in uw gegevens? Dan mag u vragen om het te verbeteren.",
                ("U mag ook een klacht sturen aan de Autoriteit Persoonsgegevens: "
                 "autoriteitpersoonsgegevens.nl."),
            ],
        },
    }  # fmt: skip


def _row(row: Row, town: str) -> list[str]:
    function = row.function or ", ".join(str(labels.of(role)) for role in row.roles)
    return [
        format_date(row.day, "d MMMM yyyy"),
        ": ".join(
            part
            for part in (
                row.organisation or f"gemeente {town}",
                function or "medewerker of systeem",
            )
        ),
        "; ".join(KINDS[kind] for kind in row.kinds),
        PURPOSES[Purpose(row.purpose)] if row.purpose in set(Purpose) else "voor het werk",
        "; ".join(GROUNDS[ground] for ground in row.grounds),
        "ja" if row.emergency else "nee",
        _went_to(row),
    ]  # fmt: skip


def _went_to(row: Row) -> str:
    """Say where the data went: to who looked from elsewhere, or with a paper that left."""
    if row.left and not row.organisation:
        return "een ontvanger buiten de gemeente; vraag ons welke"
    return row.organisation or "niemand buiten de gemeente"
