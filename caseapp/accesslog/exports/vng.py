"""The log in the shape of VNG Verwerkingenlogging 0.9: for reading, and for sending.

Never who it was, in which system or from which source: the standard shows that to nobody.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from caseapp.accesslog.grounds import ACTIVITIES, activity_of, kind_of

VERSION = "0.9.0"
PERSON, BSN = "persoon", "BSN"
NORMAL, CONFIDENTIAL, LIFTED = "normaal", "vertrouwelijk", "opgeheven"

KINDS = {
    "listed": "Naam in een lijst",
    "case": "Stand van een zaak",
    "work": "Wat in een zaak is gedaan",
    "warning": "Waarschuwing in een zaak",
    "person": "Naam, geboortedatum, adres en bereikbaarheid",
    "household": "Huishouden en familie",
    "citizen-number": "Burgerservicenummer",
    "form": "Formulier",
    "log": "Gegevens over eerdere verwerkingen",
    "other": "Overige persoonsgegevens",
}
ACTIVITY_NAMES = {
    "care-and-safety-casework": "Aanpak zorg en veiligheid",
    "intake-and-registration": "Intake en registratie",
    "oversight-of-access": "Toezicht op toegang",
    "operation-of-the-system": "Beheer van het systeem",
}


@dataclass(frozen=True, slots=True)
class Processed:
    """One processing of one person's data, as it may be told to others."""

    event: str
    trace_id: UUID
    at: datetime
    confidentiality: str


def action(one: Processed) -> dict[str, Any]:
    """Give what was done, without the people it was about."""
    activity = activity_of(one.event)
    return {
        "actieNaam": KINDS[kind_of(one.event)],
        "verwerkingNaam": ACTIVITY_NAMES[activity],
        "verwerkingsactiviteitId": str(ACTIVITIES[activity].id),
        "vertrouwelijkheid": one.confidentiality,
        "tijdstip": one.at.isoformat(),
    }


def person(one: Processed, bsn: str) -> dict[str, Any]:
    """Give whom it was about, and what kind of data."""
    return {
        "objecttype": PERSON,
        "soortObjectId": BSN,
        "objectId": bsn,
        "verwerkteSoortenGegevens": [{"soortGegeven": KINDS[kind_of(one.event)]}],
    }


def read_object(one: Processed, *, number: UUID, url: str, bsn: str) -> dict[str, Any]:
    """Give a processing as the read API tells it."""
    about = {"url": url, "verwerktObjectId": str(number), **person(one, bsn)}
    return {
        **about,
        "verwerkingsactie": {
            "url": url,
            "actieId": str(one.trace_id),
            **action(one),
            "tijdstipRegistratie": one.at.isoformat(),
            "verwerkteObjecten": [about],
        },
    }


def written_action(one: Processed, bsn: str) -> dict[str, Any]:
    """Give a processing as it is sent to a municipality's own log."""
    return {
        **action(one),
        "verwerkingId": str(one.trace_id),
        "verwerkteObjecten": [person(one, bsn)],
    }
