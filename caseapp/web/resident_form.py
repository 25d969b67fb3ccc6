"""What is asked about a resident, for registering and changing, and which answers cannot be."""

import re
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import ValidationError

from caseapp import residents
from caseapp.model.residents import NAME_LENGTH, Resident
from caseapp.web.forms import Day, Form, Text

BSN_AS_TYPED = 15
"""Nine digits, with the dots or spaces people put between them."""

_POSTCODE = re.compile(r"[1-9]\d{3} ?[A-Za-z]{2}|\d{5}", re.ASCII)
_PHONE = re.compile(r"[+(]?[\d\s()./+-]{6,39}(?:\s?(?:tst|toestel|ext)\.?\s?\d{1,5})?")
_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]{2,}")
_FEWEST_DIGITS = 6


def bsn_of(typed: str) -> str:
    """Give the digits of a BSN as it was typed; raises ValidationError for what is none."""
    digits = re.sub(r"[\s.]", "", typed)
    if digits and not (digits.isascii() and digits.isdigit() and residents.is_bsn(digits)):
        raise ValidationError(
            str(_l("Dit is geen geldig BSN: de cijfers kloppen niet (elfproef)."))
        )
    return digits


def postcode_of(typed: str) -> str:
    """Give a postcode as it is written, 7061 AB; raises ValidationError for what is none."""
    if typed and not _POSTCODE.fullmatch(typed):
        raise ValidationError(str(_l("Een postcode is zoals 7061 AB.")))
    compact = residents.compact_postcode(typed)
    return compact if compact.isdigit() else f"{compact[:4]} {compact[4:]}".strip()


class ResidentForm(Form):
    """Who it is, where they live and how they are reached."""

    first_names = Text(_l("Voornamen"), length=NAME_LENGTH)
    initials = Text(_l("Voorletters"), length=40)
    prefix = Text(_l("Tussenvoegsel"), length=40)
    surname = Text(_l("Achternaam"), length=NAME_LENGTH, required=True)
    birth_date = Day(_l("Geboortedatum"), past=True)
    bsn = Text(_l("BSN"), length=BSN_AS_TYPED)
    street = Text(_l("Straat"), length=160)
    house_number = Text(_l("Huisnummer"), length=20)
    postcode = Text(_l("Postcode"), length=10)
    city = Text(_l("Woonplaats"), length=80)
    phone = Text(_l("Telefoon"), length=40)
    email = Text(_l("E-mail"), length=254)
    somebody_else = HiddenField()
    """The people who were shown as possible doubles, when none of them is this person."""

    def validate_surname(self, field: Text) -> None:
        """A surname has a letter, of whichever script."""
        if field.data and not any(letter.isalpha() for letter in field.data):
            raise ValidationError(str(_l("Een achternaam bestaat uit letters.")))

    def validate_bsn(self, field: Text) -> None:
        """Nine digits that pass the elfproef."""
        bsn_of(field.data or "")

    def validate_postcode(self, field: Text) -> None:
        """A Dutch postcode, or a German one: the border is near."""
        postcode_of(field.data or "")

    def validate_phone(self, field: Text) -> None:
        """Anything that can be dialled."""
        typed = field.data or ""
        digits = sum(letter.isdigit() for letter in typed)
        if typed and (not _PHONE.fullmatch(typed) or digits < _FEWEST_DIGITS):
            raise ValidationError(str(_l("Een telefoonnummer is zoals 0315 123456.")))

    def validate_email(self, field: Text) -> None:
        """Something with an @ and a domain."""
        if field.data and not _EMAIL.fullmatch(field.data):
            raise ValidationError(str(_l("Een e-mailadres is zoals naam@voorbeeld.nl.")))

    def facts(self) -> dict[str, Any]:
        """Give what was filled in, each in its one spelling; of a BSN left empty nothing."""
        found: dict[str, Any] = {
            name: self[name].data or "" for name in residents.FACTS if name != "bsn"
        }
        found["birth_date"] = self.birth_date.data
        found["postcode"] = postcode_of(self.postcode.data or "")
        if self.bsn.data:
            found["bsn"] = bsn_of(self.bsn.data)
        return found


def filled_from(resident: Resident) -> ResidentForm:
    """Give the form with what is registered; the BSN stays hidden and empty means unchanged."""
    facts = {name: getattr(resident, name) for name in residents.FACTS if name != "bsn"}
    return form_with(facts)


def form_with(facts: dict[str, Any]) -> ResidentForm:
    """Give the form with these facts in it; by `data`, for WTForms has a `prefix` of its own."""
    return ResidentForm(data=facts)


def as_it_stands(resident: Resident) -> dict[str, str]:
    """Give what is registered now, for somebody whose text was overtaken."""
    form = ResidentForm(formdata=None)
    return {
        str(form[name].label.text): _shown(getattr(resident, name))
        for name in residents.FACTS
        if name != "bsn"
    } | {str(_("BSN")): resident.masked_bsn}


def _shown(value: str | date | None) -> str:
    return value.strftime("%d-%m-%Y") if isinstance(value, date) else value or ""
