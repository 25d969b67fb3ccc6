"""What identifies or reaches someone: BSN, telephone numbers, e-mail, and colleagues."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from stdnum.nl import bsn

from caseapp.flows.case_import.dates import NOTHING
from caseapp.flows.case_import.messages import Parsed, refuse, say

EMAIL: Final = re.compile(
    r"[^\s@<>,;:()\"\[\]]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}"
)
PHONE_BETWEEN: Final = re.compile(r"\s*(?:[;,\n|]|\s/\s|\bof\b|\ben\b|/(?=\s*(?:0|\+)))\s*")
PHONE_NOISE: Final = re.compile(r"[\s.()/\-\u2010-\u2015]")
PHONE_WORDS: Final = re.compile(r"^[A-Za-z. ]{0,12}:\s*|\s*\([^()\d]*\)$")
LONGEST_COLLEAGUE: Final = 200
LONGEST_EMAIL: Final = 254
BSN_LENGTH: Final = 9
NATIONAL_LENGTH: Final = 9
"""Digits of a Dutch telephone number without the zero in front."""


def parse_bsn(text: str) -> Parsed[str]:
    """Read a BSN and test it with the elfproef; a leading zero that Excel took is put back."""
    text = text.strip()
    if text.lower() in NOTHING:
        return Parsed(None)
    digits = re.sub(r"[\s.\-]", "", text)
    restored = len(digits) == BSN_LENGTH - 1
    if restored:
        digits = f"0{digits}"
    if len(digits) != BSN_LENGTH or not (digits.isascii() and digits.isdigit()):
        return refuse("bsn-length")
    if not bsn.is_valid(digits):
        return refuse("bsn-check")
    return Parsed(digits, (say("bsn-zero-restored"),) if restored else ())


def parse_phone(text: str) -> Parsed[str]:
    """Read a telephone number as +31612345678; of several the first is used."""
    text = text.strip()
    if text.lower() in NOTHING:
        return Parsed(None)
    parts = [part for part in PHONE_BETWEEN.split(text) if part]
    number = PHONE_NOISE.sub("", PHONE_WORDS.sub("", parts[0] if parts else "").replace("(0)", ""))
    remarks = (say("more-than-one"),) if len(parts) > 1 else ()
    if re.fullmatch(r"[1-9]\d{8}", number, re.ASCII):
        number = f"0{number}"
        remarks = (*remarks, say("phone-zero-restored"))
    for start in ("0031", "+310", "+31", "31"):
        if number.startswith(start) and len(number) - len(start) == NATIONAL_LENGTH:
            number = f"0{number.removeprefix(start)}"
    if re.fullmatch(r"0[1-9]\d{8}", number, re.ASCII):
        return Parsed(f"+31{number[1:]}", remarks)
    if number.startswith("00"):
        number = f"+{number[2:]}"
    if re.fullmatch(r"\+[1-9]\d{7,14}", number, re.ASCII):
        return Parsed(number, remarks)
    return refuse("phone-unreadable")


def parse_email(text: str) -> Parsed[str]:
    """Read an e-mail address; of several the first is used."""
    text = text.strip()
    if text.lower() in NOTHING:
        return Parsed(None)
    found = [match for match in EMAIL.findall(text) if len(match) <= LONGEST_EMAIL]
    if not found:
        return refuse("email-unreadable")
    local, _, domain = found[0].removeprefix("mailto:").rpartition("@")
    remarks = (say("more-than-one"),) if len(found) > 1 else ()
    return Parsed(f"{local}@{domain.lower()}", remarks)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who the list says works on a case: a name, an e-mail address, or both."""

    name: str = ""
    email: str = ""


def parse_colleague(text: str) -> Parsed[Colleague]:
    """Read "Noor Bakker", "n.bakker@gemeente.example" or "Noor Bakker <n.bakker@...>"."""
    text = " ".join(text.split())
    if text.lower() in NOTHING:
        return Parsed(None)
    if len(text) > LONGEST_COLLEAGUE:
        return refuse("text-too-long", limit=LONGEST_COLLEAGUE)
    match = EMAIL.search(text)
    email = match[0].lower() if match else ""
    name = text.replace(match[0], "") if match else text
    return Parsed(Colleague(name.strip(" <>()[],;"), email))
