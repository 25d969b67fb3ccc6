"""Somebody who turns eighteen soon, and somebody who asked who looked and never heard."""

import hashlib
import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from babel.dates import format_date

from caseapp.demo.desk import Desk
from caseapp.demo.material import read
from caseapp.demo.staff import MAIN
from caseapp.kernel.actor import Role
from caseapp.model.cases import CaseSubject
from caseapp.model.privacy import ResidentAnswer
from caseapp.model.residents import Resident
from caseapp.residents.search_rows import search_rows_for

ADULT = 18
AHEAD = timedelta(days=60)
"""The birthday is within the months in which a next place must be found."""
LATE = timedelta(days=70)
"""Longer ago than a municipality may take to answer."""
PERIOD = timedelta(days=90)
WHERE = {"street": "Grutstraat", "house_number": "12", "postcode": "7071AA", "city": "Ulft"}
SON = {"surname": "Hoekema", "first_names": "Jesse", "initials": "J."}
MOTHER = {"surname": "Hoekema", "first_names": "Marleen", "initials": "M."}


def turns_adult(desk: Desk, case_id: UUID) -> None:
    """A boy of seventeen is in the case: help for the young ends on his birthday."""
    birthday = desk.today + AHEAD
    born = date(birthday.year - ADULT, birthday.month, min(birthday.day, 28))
    _comes_in(desk, case_id, SON, born)


def request_unanswered(desk: Desk, case_id: UUID) -> None:
    """A woman asked who looked; the overview was made, and nobody ever released it."""
    resident_id, key_id = _comes_in(desk, case_id, MOTHER, date(desk.today.year - 44, 3, 9))
    asked_on = desk.today - LATE
    name = f"{MOTHER['initials']} {MOTHER['surname']}"
    content = empty_answer(MAIN.name, name, asked_on - PERIOD, asked_on)
    desk.add(
        ResidentAnswer, key_id, resident_id=resident_id, asked_on=asked_on,
        first_on=asked_on - PERIOD, last_on=asked_on, involves_safety=False,
        digest=hashlib.sha256(content.encode()).digest(), content_text=content,
        prepared_by_id=desk.person(Role.PRIVACY_OFFICER), prepared_at=desk.now - LATE,
    )  # fmt: skip


def _comes_in(desk: Desk, case_id: UUID, who: dict[str, str], born: date) -> tuple[UUID, UUID]:
    """Register somebody and put them in the case, so that they are found by name and birth date."""
    key_id, facts = desk.fresh_key(), who | WHERE
    texts = {f"{name}_text": text for name, text in facts.items()}
    resident_id = desk.add(
        Resident, key_id, key_id=key_id, birth_date_text=born.isoformat(), **texts
    )
    found = [(resident_id, facts | {"birth_date": born})]
    search_rows_for(desk.municipality_id, found).write(desk.session)
    desk.add(CaseSubject, case_id=case_id, resident_id=resident_id)
    return resident_id, key_id


def empty_answer(town: str, person: str, first: date, last: date) -> str:
    """Give the overview in which nobody looked, as the screens write it."""
    days = {"first": _day(first), "last": _day(last), "made": _day(last)}
    paper = _filled(read("answer"), {"town": town, "person": person, **days})
    return json.dumps(paper, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _day(day: date) -> str:
    return str(format_date(day, "d MMMM yyyy", locale="nl"))


def _filled(part: Any, words: dict[str, str]) -> Any:
    if isinstance(part, dict):
        return {name: _filled(one, words) for name, one in part.items()}
    if isinstance(part, list):
        return [_filled(one, words) for one in part]
    return part.format(**words) if isinstance(part, str) else part
