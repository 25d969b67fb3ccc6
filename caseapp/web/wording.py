"""What templates say a hundred times a page, worked out once: texts, labels, days and icons.

All of it depends on nothing but the language of the reader. No text about a resident passes here.
"""

from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from flask import Flask, g, url_for
from flask_babel import format_date, get_locale, get_translations
from markupsafe import Markup

from caseapp.kernel import clock
from caseapp.web import labels

DAY, SHORT_DAY, WEEKDAY = "d MMMM yyyy", "d MMM yyyy", "EEEE d MMMM yyyy"
SHORT_WEEKDAY, MONTH = "EEE d MMMM", "MMMM yyyy"
TEXTS, LABELS, DAYS, ICONS = 4_000, 1_000, 8_000, 500
"""How many of each are kept, in each process: more than there are, but for the days."""


def register(app: Flask) -> None:
    """Give the templates these instead of the ones that work it out every time."""
    names, filters = app.jinja_env.globals, app.jinja_env.filters
    names["_"] = names["gettext"] = _translated
    names["label"] = _label
    for name, pattern in {
        "day": DAY,
        "short_day": SHORT_DAY,
        "weekday": WEEKDAY,
        "short_weekday": SHORT_WEEKDAY,
        "month": MONTH,
    }.items():
        filters[name] = _days(pattern)
    filters["moment"] = _moment
    filters["icon"] = icon


def language() -> str:
    """Give the language of the reader; the first time in a request it is chosen."""
    if "language" not in g:
        g.language = str(get_locale())
    return str(g.language)


def _translated(message: str, **variables: Any) -> Markup:
    """Translate, and fill in the variables escaped: the `gettext` of the templates."""
    if not variables:
        return _plain(language(), message)
    return _text(language(), message) % variables


@lru_cache(maxsize=TEXTS)
def _text(_language: str, message: str) -> Markup:
    return Markup(get_translations().ugettext(message))  # noqa: S704 # nosec B704 - our own texts


@lru_cache(maxsize=TEXTS)
def _plain(spoken: str, message: str) -> Markup:
    return _text(spoken, message) % {}


def _label(member: Enum | int) -> str:
    return _label_in(language(), member)


@lru_cache(maxsize=LABELS, typed=True)  # members of two enums may be equal
def _label_in(_language: str, member: Enum | int) -> str:
    return labels.of(member)


def _days(pattern: str) -> Any:
    def written(day: date | None) -> str:
        if isinstance(day, datetime):
            day = clock.local(day).date()
        return _day(language(), day, pattern) if day else ""

    return written


@lru_cache(maxsize=DAYS)
def _day(_language: str, day: date, pattern: str) -> str:
    return str(format_date(day, pattern))


def _moment(at: datetime) -> str:
    local = clock.local(at)
    return f"{_day(language(), local.date(), SHORT_DAY)} {local:%H:%M}"


@lru_cache(maxsize=ICONS)
def icon(name: str) -> Markup:
    """Draw one icon out of the sprite as decoration, hidden from screen readers.

    Where the name stands in the template itself, Jinja does this when it compiles the template.
    """
    sprite = url_for("static", filename="vendor/icons.svg")
    return Markup(
        '<svg class="icon icon--{0}" aria-hidden="true" focusable="false">'
        '<use href="{1}#{0}" /></svg>'
    ).format(name, sprite)
