"""The words of measurements: scores, whose eyes, and what cannot be kept."""

from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _l

from caseapp.model.plan_words import Level, SeenBy

MEASUREMENT_TEXTS: tuple[tuple[Enum, object], ...] = (
    (Level.ACUTE, _l("1, acuut probleem")),
    (Level.NOT_ABLE, _l("2, niet zelfredzaam")),
    (Level.LIMITED, _l("3, beperkt zelfredzaam")),
    (Level.SUFFICIENT, _l("4, voldoende zelfredzaam")),
    (Level.ABLE, _l("5, volledig zelfredzaam")),
    (Level.UNKNOWN, _l("onbekend")),
    (SeenBy.PROFESSIONAL, _l("zoals wij het zien")),
    (SeenBy.RESIDENT, _l("zoals de inwoner het ziet")),
)

MEASUREMENT_RULES: dict[str, Any] = {
    "measurement-of-nothing": _l("Vul bij minstens één leefgebied een score in, of onbekend."),
    "measurement-outside-set": _l(
        "Dit leefgebied hoort niet meer bij het plan. Wat u typte staat er nog."
    ),
    "measurement-that-day": _l("Voor deze dag is dit al gemeten. Verbeter die meting."),
    "measurement-without-score": _l("Kies een score, of onbekend."),
    "measurement-without-evidence": _l("Schrijf op waaraan u dat ziet."),
    "measurement-without-day": _l("Vul een datum in."),
    "measurement-ahead": _l("Deze datum ligt in de toekomst."),
    "measurement-not-different": _l("Er is niets anders ingevuld. Wijzig wat niet klopte."),
    "measurement-withdrawn-silently": _l("Schrijf op waarom deze meting niet telt."),
    "measurement-withdrawn-before": _l("Een collega trok deze meting al in."),
    "measurement-corrected-before": _l("Een collega verbeterde deze meting al."),
}
