"""What people read for each thing a column of their own list can be."""

from flask_babel import lazy_gettext as _l

from caseapp.flows.case_import import Field

FIELD_TEXTS: tuple[tuple[Field, object], ...] = (
    (Field.REFERENCE, _l("Eigen nummer")),
    (Field.PREVIOUS_REFERENCE, _l("Vorig nummer")),
    (Field.FULL_NAME, _l("Hele naam")),
    (Field.SURNAME, _l("Achternaam")),
    (Field.PREFIX, _l("Tussenvoegsel")),
    (Field.FIRST_NAMES, _l("Voornamen")),
    (Field.INITIALS, _l("Voorletters")),
    (Field.BIRTH_DATE, _l("Geboortedatum")),
    (Field.BSN, _l("BSN")),
    (Field.ADDRESS, _l("Heel adres")),
    (Field.STREET, _l("Straat")),
    (Field.HOUSE_NUMBER, _l("Huisnummer")),
    (Field.ADDITION, _l("Toevoeging")),
    (Field.POSTCODE, _l("Postcode")),
    (Field.CITY, _l("Woonplaats")),
    (Field.PHONE, _l("Telefoon")),
    (Field.SECOND_PHONE, _l("Tweede telefoon")),
    (Field.EMAIL, _l("E-mail")),
    (Field.PHENOMENON, _l("Wat er speelt")),
    (Field.TITLE, _l("Korte omschrijving")),
    (Field.CARE_OWNER, _l("Eigenaar zorgspoor")),
    (Field.SAFETY_OWNER, _l("Eigenaar veiligheidsspoor")),
    (Field.DIRECTOR, _l("Casusregisseur")),
    (Field.TEAM, _l("Team")),
    (Field.PHASE, _l("Fase")),
    (Field.STATE, _l("Stand")),
    (Field.STARTED_ON, _l("Begindatum")),
    (Field.LAST_CONTACT_ON, _l("Laatste contact")),
    (Field.NEXT_ON, _l("Volgende datum")),
    (Field.CARE_NOTES, _l("Notities zorg")),
    (Field.SAFETY_NOTES, _l("Notities veiligheid")),
    (Field.SHARED_NOTES, _l("Notities voor beide sporen")),
)
