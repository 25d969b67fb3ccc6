"""What a column of a list can be, and by which headings people call it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from rapidfuzz import fuzz, process

from caseapp.flows.case_import.messages import Message, say


class Field(StrEnum):
    """What the cells of a column are used for."""

    REFERENCE = "reference"
    PREVIOUS_REFERENCE = "previous-reference"
    FULL_NAME = "full-name"
    SURNAME = "surname"
    PREFIX = "prefix"
    FIRST_NAMES = "first-names"
    INITIALS = "initials"
    BIRTH_DATE = "birth-date"
    BSN = "bsn"
    ADDRESS = "address"
    STREET = "street"
    HOUSE_NUMBER = "house-number"
    ADDITION = "addition"
    POSTCODE = "postcode"
    CITY = "city"
    PHONE = "phone"
    SECOND_PHONE = "second-phone"
    EMAIL = "email"
    PHENOMENON = "phenomenon"
    TITLE = "title"
    CARE_OWNER = "care-owner"
    SAFETY_OWNER = "safety-owner"
    DIRECTOR = "director"
    TEAM = "team"
    PHASE = "phase"
    STATE = "state"
    STARTED_ON = "started-on"
    LAST_CONTACT_ON = "last-contact-on"
    NEXT_ON = "next-on"
    CARE_NOTES = "care-notes"
    SAFETY_NOTES = "safety-notes"
    SHARED_NOTES = "shared-notes"


SYNONYMS: Final[Mapping[Field, str]] = {
    Field.REFERENCE: "nummer;nr;casusnummer;casusnr;casus nr;dossiernummer;dossiernr;dossier nr;"
    "zaaknummer;zaaknr;eigen nummer;volgnummer;volgnr;kenmerk;referentie;id;casus id;case id;"
    "reference;case number;registratienummer;dossier",
    Field.PREVIOUS_REFERENCE: "vorig nummer;oud nummer;vorig dossiernummer;oud dossiernummer;"
    "eerder nummer;previous number;vorig casusnummer;oud casusnummer;vorige casus;"
    "previous reference",
    Field.FULL_NAME: "naam;volledige naam;naam betrokkene;naam inwoner;naam cliënt;cliënt;client;"
    "betrokkene;inwoner;persoon;naam persoon;name;full name;naam gezin;gezin;naam cliënt/gezin;"
    "naam en voorletters;hoofdpersoon;betrokkenen;naam hoofdpersoon;resident",
    Field.SURNAME: "achternaam;geslachtsnaam;familienaam;surname;last name;family name",
    Field.PREFIX: "tussenvoegsel;tussenv;tussenvoegsels;tussenv.;tv;voorvoegsel;voorvoegsels;"
    "tussenvgsl;infix;prefix",
    Field.FIRST_NAMES: "voornaam;voornamen;roepnaam;first name;first names;given name;"
    "voorna(a)m(en)",
    Field.INITIALS: "voorletters;initialen;voorl;voorletter;voorlttrs;initials;vl;voorletter(s)",
    Field.BIRTH_DATE: "geboortedatum;geb.datum;geb datum;gebdat;geb.dat.;gebdatum;geboren;"
    "geboren op;geb;date of birth;birth date;birthdate;dob;geboortedat;geboorte datum;gbd",
    Field.BSN: "bsn;burgerservicenummer;bsn nummer;bsnnr;sofinummer;bsn-nr;citizen service number",
    Field.ADDRESS: "adres;woonadres;verblijfadres;adresgegevens;volledig adres;address;"
    "adres en woonplaats;adres (straat, nr, plaats);huidig adres;adres + woonplaats",
    Field.STREET: "straat;straatnaam;street;straat naam",
    Field.HOUSE_NUMBER: "huisnummer;huisnr;huis nr;house number;hnr;huisnr.;nr huis",
    Field.ADDITION: "toevoeging;huisletter;huisnummertoevoeging;toev;huisnr toevoeging;addition;"
    "huisnummer toevoeging;nr toevoeging",
    Field.POSTCODE: "postcode;pc;post code;postal code;zip;postc",
    Field.CITY: "woonplaats;plaats;plaatsnaam;kern;dorp;city;town;wpl;woonpl",
    Field.PHONE: "telefoon;telefoonnummer;tel;telnr;tel nr;tel.nr.;phone;telefoonnr;bereikbaar op;"
    "tel. nummer;phone number",
    Field.SECOND_PHONE: "mobiel;mobiel nummer;gsm;06;06-nummer;mobile;telefoon 2;tel 2;06 nummer;"
    "tweede telefoonnummer",
    Field.EMAIL: "e-mail;email;mail;e-mailadres;emailadres;mailadres;e-mail adres;email address",
    Field.PHENOMENON: "problematiek;fenomeen;soort problematiek;thema;hoofdproblematiek;categorie;"
    "soort casus;type casus;aard;aard problematiek;soort;onderwerp problematiek;type problematiek;"
    "phenomenon;aard melding;soort melding;type",
    Field.TITLE: "titel;omschrijving;korte omschrijving;casus;casusnaam;onderwerp;title;"
    "short description;subject;korte titel;naam casus;omschrijving casus;waar gaat het over",
    Field.CARE_OWNER: "eigenaar zorg;zorg;zorgspoor;trekker zorg;hulpverlener;"
    "maatschappelijk werker;consulent;zorgregisseur;behandelaar zorg;medewerker zorg;care owner;"
    "contactpersoon zorg;eigenaar zorgspoor;casusbehandelaar;zorgverlener;sociaal werker;"
    "consulent zorg",
    Field.SAFETY_OWNER: "eigenaar veiligheid;veiligheid;veiligheidsspoor;trekker veiligheid;oov;"
    "adviseur veiligheid;veiligheidsadviseur;medewerker veiligheid;safety owner;adviseur oov;"
    "behandelaar veiligheid;contactpersoon veiligheid;eigenaar veiligheidsspoor;medewerker oov",
    Field.DIRECTOR: "casusregisseur;regisseur;regie;casusregie;casushouder;casemanager;"
    "case director;case manager;regiehouder;casusverantwoordelijke;eigenaar;behandelaar;"
    "verantwoordelijke;trekker;owner;procesregisseur",
    Field.TEAM: "team;afdeling;sociaal team;wijkteam;cluster;department;gebiedsteam",
    Field.PHASE: "fase;ave;ave fase;ave-fase;escalatiefase;escalatieniveau;opschaling;niveau;phase;"
    "opschalingsfase;escalatie;kleur;code;ave niveau;trede",
    Field.STATE: "status;stand;stand van zaken;toestand;state;afgesloten;status casus;voortgang;"
    "actief;lopend;afgerond;open/gesloten;gesloten",
    Field.STARTED_ON: "startdatum;datum start;start;datum aanmelding;aanmelddatum;datum melding;"
    "begindatum;datum intake;start date;ingangsdatum;datum binnenkomst;aangemeld op;sinds;"
    "gestart op;datum ontvangst;meldingsdatum;datum in",
    Field.LAST_CONTACT_ON: "laatste contact;datum laatste contact;laatst gesproken;laatste actie;"
    "laatste contactmoment;last contact;datum laatste actie;laatste update;bijgewerkt;"
    "laatst bijgewerkt;laatste contact op",
    Field.NEXT_ON: "volgende actie;vervolgdatum;volgende datum;datum vervolg;actiedatum;rappel;"
    "rappeldatum;volgend overleg;evaluatiedatum;next date;volgende afspraak;vervolgactie op;"
    "datum volgende actie;vervolgafspraak;terugkomdatum;volgend contact;datum overleg;next",
    Field.CARE_NOTES: "notities zorg;opmerkingen zorg;toelichting zorg;bijzonderheden zorg;"
    "care notes;stand van zaken zorg;acties zorg;verslag zorg;opm zorg;opm. zorg",
    Field.SAFETY_NOTES: "notities veiligheid;opmerkingen veiligheid;toelichting veiligheid;"
    "bijzonderheden veiligheid;safety notes;stand van zaken veiligheid;acties veiligheid;"
    "opmerkingen oov;opm veiligheid;opm. veiligheid;notities oov;politie",
    Field.SHARED_NOTES: "opmerkingen;notities;toelichting;bijzonderheden;opmerking;notitie;notes;"
    "gedeeld;gedeelde notities;actie;acties;remarks;verslag;beschrijving;aantekeningen;"
    "gedeelde strook;opm;opm.",
}
"""Field -> headings in Dutch and English."""

CONTAINED_LENGTH: Final = 4
ALIKE: Final = 82
LONGEST_HEADING: Final = 60
SURE: Final = 0.98
LIKELY: Final = 0.8
PERHAPS: Final = 0.7
"""How sure a heading is: a known name, one inside it, one with more meanings."""


class Recognised(NamedTuple):
    """What a heading probably means, how sure that is (0 to 1) and why."""

    field: Field
    confidence: float
    reason: Message


def tidy_heading(text: str) -> str:
    """Bring a heading to its bare words, so that "Geb.datum *" and "geb datum" are the same."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


KNOWN: Final = {
    tidy_heading(name): field for field, names in SYNONYMS.items() for name in names.split(";")
}
LONG: Final = tuple(
    sorted((name for name in KNOWN if len(name) >= CONTAINED_LENGTH), key=len, reverse=True)
)
AMBIGUOUS_NAMES: Final = (
    "nr;nummer;id;type;soort;code;actief;eigenaar;behandelaar;trekker;aard;dossier;casus;start;"
    "verantwoordelijke;politie;zorg;veiligheid;actie;procesregisseur;owner;kleur;geb;06;pc;dorp"
)
AMBIGUOUS: Final = frozenset(tidy_heading(name) for name in AMBIGUOUS_NAMES.split(";"))
"""Headings that can mean more than one thing: recognised, but to be looked at."""


def recognise(heading: str) -> Recognised | None:
    """Say what a heading means, by name, by a name inside it or by a name like it."""
    tidy = tidy_heading(heading)
    if field := KNOWN.get(tidy):
        return Recognised(field, PERHAPS if tidy in AMBIGUOUS else SURE, say("heading-known"))
    if not tidy or len(tidy) > LONGEST_HEADING:
        return None
    return _contained(tidy) or _alike(tidy)


def _contained(tidy: str) -> Recognised | None:
    """Recognise a heading by the longest known name inside it."""
    padded = f" {tidy} "
    inside = next((name for name in LONG if f" {name} " in padded), None)
    if inside is None or inside in AMBIGUOUS:
        return None
    return Recognised(KNOWN[inside], LIKELY, say("heading-contains"))


def _alike(tidy: str) -> Recognised | None:
    """Recognise a heading with a typing error by the known name it looks like."""
    close = process.extractOne(tidy, LONG, scorer=fuzz.ratio, score_cutoff=ALIKE)
    if close is None:
        return None
    confidence = round(close[1] / 100 * 0.85, 2)
    return Recognised(KNOWN[close[0]], confidence, say("heading-alike", known=close[0]))
