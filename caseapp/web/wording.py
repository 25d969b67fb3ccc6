"""What templates say a hundred times a page, worked out once: texts, labels, days and icons.

All of it depends on nothing but the language of the reader. No text about a resident passes here.
"""

from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from flask import Flask, g, url_for
from flask_babel import format_date, get_locale, get_translations, ngettext
from markupsafe import Markup

from caseapp.kernel import clock
from caseapp.web import labels, phase_words

TEXTS, LABELS, DAYS, ICONS = 4_000, 1_000, 8_000, 500
"""How many of each are kept, in each process: more than there are, but for the days."""
SHORT_WEEKDAY, MONTH = "EEE d MMMM", "MMMM yyyy"


def register(app: Flask) -> None:
    """Give the templates these instead of the ones that work it out every time."""
    names, filters = app.jinja_env.globals, app.jinja_env.filters
    names["_"] = names["gettext"] = gettext
    names["label"] = label
    names["phase_look"], names["label_then"] = phase_words.look, phase_words.full_then
    names["highest_phase"] = phase_words.highest
    for say in (day, short_day, weekday, short_weekday, month, moment, due, icon, clock_time):
        filters[say.__name__] = say


def language() -> str:
    """Give the language of the reader; the first time in a request it is chosen."""
    known: str | None = g.get("language")
    if known is None:
        known = g.language = str(get_locale())
    return known


def gettext(message: str, **variables: Any) -> Markup:
    """Translate, and fill in the variables escaped: text that is safe to write on a page."""
    if not variables:
        return _plain(language(), message)
    return _text(language(), message) % variables


@lru_cache(maxsize=TEXTS)
def _text(_language: str, message: str) -> Markup:
    return Markup(get_translations().ugettext(message))  # noqa: S704 # nosec B704 - our own texts


@lru_cache(maxsize=TEXTS)
def _plain(spoken: str, message: str) -> Markup:
    return _text(spoken, message) % {}


class Words:
    """What a page says in one language, for who says it many times and asks for it once."""

    def __init__(self, spoken: str) -> None:
        self._spoken = spoken

    def gettext(self, message: str) -> Markup:
        """Translate a text in which nothing is filled in."""
        return _plain(self._spoken, message)

    def label(self, member: Enum | int) -> str:
        """Give what people read for a member of an enum."""
        return label(member) if isinstance(member, int) else _label_in(self._spoken, member)

    def short_weekday(self, when: date) -> str:
        """Write a day with its short name and without its year: di 3 maart."""
        return _day(self._spoken, when, SHORT_WEEKDAY)

    def month(self, when: date) -> str:
        """Write the month of a day: maart 2026."""
        return _day(self._spoken, when, MONTH)


@lru_cache
def _words_in(spoken: str) -> Words:
    return Words(spoken)


def words() -> Words:
    """Give the words in the language of the reader."""
    return _words_in(language())


def label(member: Enum | int) -> str:
    """Give what people read for a member of an enum, in the language of the reader."""
    if isinstance(member, int):  # a phase: how it is called differs by municipality
        return phase_words.full(member)
    return _label_in(language(), member)


@lru_cache(maxsize=LABELS, typed=True)  # members of two enums may be equal
def _label_in(_language: str, member: Enum) -> str:
    return labels.of(member)


def day(when: date | None) -> str:
    """Write a day in full: 3 maart 2026."""
    return _written(when, "d MMMM yyyy")


def short_day(when: date | None) -> str:
    """Write a day with its month shortened: 3 mrt 2026."""
    return _written(when, "d MMM yyyy")


def weekday(when: date | None) -> str:
    """Write a day with its name: dinsdag 3 maart 2026."""
    return _written(when, "EEEE d MMMM yyyy")


def short_weekday(when: date | None) -> str:
    """Write a day with its short name and without its year: di 3 maart."""
    return _written(when, SHORT_WEEKDAY)


def month(when: date | None) -> str:
    """Write the month of a day: maart 2026."""
    return _written(when, MONTH)


def moment(at: datetime) -> str:
    """Write a moment on the Dutch wall clock: 3 mrt 2026 14:05."""
    local = clock.local(at)
    return f"{short_day(local.date())} {local:%H:%M}"


def due(when: date) -> str:
    """Say how far away a day is on which something is to happen: over 3 dagen, 3 dagen te laat."""
    return _due_in(language(), (when - clock.today()).days)


@lru_cache(maxsize=DAYS)
def _due_in(_language: str, days: int) -> str:
    if days < 0:
        return str(ngettext("%(num)d dag te laat", "%(num)d dagen te laat", -days))
    if days == 0:
        return str(gettext("vandaag"))
    return str(ngettext("morgen", "over %(num)d dagen", days))


def clock_time(at: datetime) -> str:
    """Write only the time of day on the Dutch wall clock: 14:05."""
    return f"{clock.local(at):%H:%M}"


def _written(when: date | None, pattern: str) -> str:
    if when is None:
        return ""
    if isinstance(when, datetime):
        when = clock.local(when).date()
    return _day(language(), when, pattern)


@lru_cache(maxsize=DAYS)
def _day(_language: str, when: date, pattern: str) -> str:
    return str(format_date(when, pattern))


@lru_cache(maxsize=ICONS)
def icon(name: str) -> Markup:
    """Draw one icon out of the sprite as decoration, hidden from screen readers.

    Where the name stands in the template itself, Jinja does this when it compiles the template.
    """
    return drawn(name, url_for("static", filename="vendor/icons.svg"))


def drawn(name: str, sprite: str) -> Markup:
    """Draw one icon out of the sprite at this address."""
    return Markup(
        '<svg class="icon icon--{0}" aria-hidden="true" focusable="false">'
        '<use href="{1}#{0}" /></svg>'
    ).format(name, sprite)
