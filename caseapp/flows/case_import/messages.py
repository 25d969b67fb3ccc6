"""What the import says to people: a code, a Dutch sentence (gettext msgid) and its values.

Nothing is translated here; the screen does `gettext(message.text, **message.values)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Generic, NamedTuple, TypeVar

N_ = str  # marks a sentence for the catalogue (a default keyword of the extractor)

TEXTS: Final[Mapping[str, str]] = {
    # The file
    "file-empty": N_("Het bestand is leeg."),
    "file-too-large": N_("Het bestand is groter dan %(limit)s MB."),
    "file-is-xls": N_(
        "Dit is een oud Excel-bestand (.xls). Sla het op als .xlsx of .csv en probeer het opnieuw."
    ),
    "file-is-ods": N_(
        "Dit is een OpenDocument-bestand (.ods). Sla het op als .xlsx of .csv en probeer het "
        "opnieuw."
    ),
    "file-is-xlsb": N_(
        "Dit is een binair Excel-bestand (.xlsb). Sla het op als .xlsx of .csv en probeer het "
        "opnieuw."
    ),
    "file-is-html": N_(
        "Dit is een webpagina en geen rekenblad. Open het bestand in Excel en sla het op als "
        ".xlsx of .csv."
    ),
    "file-is-protected": N_(
        "Het bestand is beveiligd met een wachtwoord. Sla het zonder wachtwoord op en probeer "
        "het opnieuw."
    ),
    "file-is-other": N_("Dit is geen rekenblad. U kunt een .xlsx- of .csv-bestand inlezen."),
    "file-damaged": N_("Het bestand is beschadigd en niet te lezen."),
    "file-unpacks-too-large": N_("Het bestand wordt bij het uitpakken te groot."),
    "too-many-rows": N_("De lijst heeft meer dan %(limit)s rijen. Splits de lijst."),
    "too-many-columns": N_("De lijst heeft meer dan %(limit)s kolommen."),
    "cell-too-long": N_(
        "De cel op rij %(row)s is te lang. Waarschijnlijk ontbreekt daar een aanhalingsteken."
    ),
    "no-table": N_("In het bestand is geen lijst met kolomkoppen en rijen gevonden."),
    "sheet-missing": N_("Het bestand heeft geen blad met deze naam."),
    "sheet-chosen": N_("Gelezen is het blad “%(chosen)s”. Niet gelezen: %(others)s."),
    "characters-removed": N_("Onzichtbare stuurtekens zijn uit de tekst gehaald (%(count)s)."),
    "merged-cells-repeated": N_(
        "Samengevoegde cellen zijn herhaald op de rijen waar ze over gaan (%(count)s)."
    ),
    "skipped-total": N_("Een rij met een totaal hoort niet bij een casus."),
    "skipped-heading": N_("De kolomkoppen staan hier nog een keer."),
    "skipped-note": N_("Een opmerking over de hele lijst hoort niet bij een casus."),
    # The columns
    "heading-known": N_("De kop is een bekende naam."),
    "heading-contains": N_("In de kop komt een bekende naam voor."),
    "heading-alike": N_("De kop lijkt op “%(known)s”."),
    "heading-beside": N_("Afgeleid uit de kolommen ernaast."),
    "heading-notes": N_(
        "Het is niet duidelijk bij welk spoor deze tekst hoort. In de gedeelde strook is hij "
        "voor beide sporen te lezen: kies zelf."
    ),
    "content-looks-like": N_("Afgeleid uit de inhoud van de kolom."),
    "heading-taken": N_("Een andere kolom past beter."),
    "heading-unknown": N_("De kop is niet herkend."),
    "mapping-needs-name": N_("Wijs een kolom aan met een naam of een adres."),
    "mapping-twice": N_("“%(field)s” is twee keer gekozen: kolom %(first)s en kolom %(second)s."),
    "mapping-wrong-size": N_("De keuze hoort bij een lijst met andere kolommen."),
    "mapping-number-without-street": N_(
        "Er is een huisnummer gekozen, maar geen straat of postcode."
    ),
    "mapping-part-without-surname": N_(
        "Er is een deel van een naam gekozen, maar geen achternaam."
    ),
    # Dates
    "date-unreadable": N_("Dit is geen datum."),
    "date-impossible": N_("Deze datum bestaat niet."),
    "date-month-first": N_("Maand %(month)s bestaat niet. De dag hoort voor de maand te staan."),
    "date-incomplete": N_("Van deze datum ontbreekt de dag of de maand."),
    "date-day-first": N_("Gelezen als dag-maand-jaar: %(read)s."),
    "date-century": N_("Jaartal van twee cijfers gelezen als %(year)s."),
    "date-serial": N_("Excel-getal gelezen als %(read)s."),
    "date-in-future": N_("Deze datum ligt in de toekomst."),
    "date-too-long-ago": N_("Deze datum ligt te ver terug."),
    "date-too-far-ahead": N_("Deze datum ligt te ver vooruit."),
    "date-passed": N_("Deze datum is al voorbij."),
    # Names
    "name-too-long": N_("Deze naam is te lang."),
    "name-without-letters": N_("In deze naam staat geen letter."),
    "name-has-digits": N_("In deze naam staat een cijfer."),
    "name-letter-lost": N_(
        "In deze naam is een letter verloren gegaan (?). Sla de lijst op als .xlsx "
        "of als CSV UTF-8."
    ),
    "name-split-guessed": N_("Voornamen en achternaam zijn naar beste weten gescheiden."),
    "name-of-household": N_("Gelezen als de naam van een huishouden."),
    "name-of-two": N_("Deze cel noemt meer personen."),
    "name-partner": N_("Ook een naam van een partner gelezen: alleen de eigen naam is gebruikt."),
    # Addresses
    "address-unreadable": N_("Dit adres is niet te lezen."),
    "address-no-number": N_("In dit adres staat geen huisnummer."),
    "address-po-box": N_("Een postbus is geen woonadres."),
    "house-number-unreadable": N_("Dit is geen huisnummer."),
    "house-number-was-date": N_(
        "Excel heeft hier een datum van gemaakt. Gelezen als huisnummer %(read)s."
    ),
    "postcode-unreadable": N_("Dit is geen Nederlandse postcode."),
    "text-too-long": N_("Deze tekst is langer dan %(limit)s tekens."),
    # Numbers to identify or reach someone
    "bsn-length": N_("Een BSN heeft negen cijfers."),
    "bsn-check": N_("Dit BSN voldoet niet aan de elfproef."),
    "bsn-zero-restored": N_("Het BSN miste de nul vooraan; die is teruggezet."),
    "phone-unreadable": N_("Dit is geen telefoonnummer."),
    "phone-zero-restored": N_("Het telefoonnummer miste de nul vooraan; die is teruggezet."),
    "more-than-one": N_("Hier staan er meer; alleen de eerste is gebruikt."),
    "email-unreadable": N_("Dit is geen e-mailadres."),
    # Words
    "phenomenon-unknown": N_("Dit soort problematiek is niet bekend."),
    "phenomenon-several": N_("Hier staat meer dan één soort problematiek; de eerste is gebruikt."),
    "phenomenon-alike": N_("Gelezen als iets wat erop lijkt; kijk dit na."),
    "phase-unknown": N_("Deze fase is niet bekend."),
    "phase-several": N_("Hier staat meer dan één fase."),
    "state-unknown": N_("Deze stand van zaken is niet bekend."),
    # Rows
    "row-without-subject": N_("Op deze rij staat geen naam en geen adres."),
    "row-repeated": N_("Deze rij is precies gelijk aan rij %(row)s."),
    "row-joined": N_("Samen met rij %(row)s één casus: %(why)s."),
    "why-same-reference": N_("hetzelfde nummer"),
    "why-same-address": N_("hetzelfde adres"),
    "why-continuation": N_("alleen de persoon is ingevuld"),
    "person-elsewhere": N_("Dezelfde persoon staat ook op rij %(row)s."),
    "address-elsewhere": N_("Hetzelfde adres staat ook op rij %(row)s."),
    "group-unlike": N_(
        "Rij %(row)s heeft hetzelfde nummer, maar een andere naam en een ander adres. Kijk na of "
        "dit één casus is."
    ),
    "title-shortened": N_("De omschrijving is ingekort; de hele tekst staat bij de notities."),
    "name-without-surname": N_("Er is geen achternaam ingevuld."),
    # What is known already
    "row-came-in-before": N_("Deze rij is al eerder ingelezen."),
    "row-of-known-case": N_(
        "Een andere rij van deze casus is al eerder ingelezen. Werk die casus met de hand bij."
    ),
    "bsn-of-someone-else": N_(
        "Dit BSN is van iemand anders die al is ingeschreven; deze persoon kwam zonder BSN binnen."
    ),
    "value-differs": N_("Op rij %(row)s staat iets anders; de eerste waarde is gebruikt."),
}
"""Every sentence of the import by its code."""


@dataclass(frozen=True, slots=True)
class Message:
    """Something to tell the person who imports: translate `text`, then fill in `values`."""

    code: str
    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        """Give the Dutch sentence with its values filled in."""
        return self.text % self.values if self.values else self.text


def say(code: str, **values: str | int) -> Message:
    """Make the message with this code; KeyError when there is no such sentence."""
    return Message(code, TEXTS[code], values)


T = TypeVar("T")
LONGEST_SHOWN: Final = 40


class Parsed(NamedTuple, Generic[T]):
    """What became of a cell: a value, nothing (an empty cell), or a refusal that says why."""

    value: T | None
    remarks: tuple[Message, ...] = ()
    refused: Message | None = None


def refuse(code: str, **values: str | int) -> Parsed[T]:
    """Say that a cell cannot be used, and why."""
    return Parsed(None, (), say(code, **values))


class UnreadableFile(Exception):
    """The file as a whole cannot be read; `message` says why in plain Dutch."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.code)
        self.message = message


def masked(value: str) -> str:
    """Show the shape of a value without what it says: "Berg, J." becomes "B•••, J."."""
    shown: list[str] = []
    inside = False
    for character in value[:LONGEST_SHOWN]:
        known = character.isalnum()
        shown.append("•" if known and inside else character)
        inside = known
    return "".join(shown) + ("…" if len(value) > LONGEST_SHOWN else "")
