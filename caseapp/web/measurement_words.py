"""What changed since the last time, in words and with its sign."""

from flask_babel import gettext as _

from caseapp.plans.measuring import Difference, Turn
from caseapp.web import wording

LOOKS = {
    Turn.FIRST: ("neutral", None),
    Turn.HIGHER: ("ok", "arrow-up-right"),
    Turn.LOWER: ("warn", "arrow-down-right"),
    Turn.SAME: ("neutral", "arrow-right"),
    Turn.UNKNOWN: ("neutral", "info-circle"),
}
"""How a difference looks: the kind of its badge, and its icon."""


def difference(change: Difference) -> str:
    """Say what changed since the last time, with its sign: +1, 1 hoger dan op 3 mei 2026."""
    if change.since is None:
        unknown = change.turn is Turn.UNKNOWN
        return str(_("nog onbekend") if unknown else _("eerste meting"))
    facts = {"by": abs(change.by), "day": wording.short_day(change.since), "was": change.was}
    facts["sign"] = "+" if change.by > 0 else "\N{MINUS SIGN}"
    return str(
        {
            Turn.HIGHER: _("%(sign)s%(by)d: %(by)d hoger dan op %(day)s", **facts),
            Turn.LOWER: _("%(sign)s%(by)d: %(by)d lager dan op %(day)s", **facts),
            Turn.SAME: _("0: gelijk aan %(day)s", **facts),
            Turn.UNKNOWN: _("nu onbekend; op %(day)s was het %(was)d", **facts),
        }[change.turn]
    )


def difference_badge(change: Difference) -> tuple[str, str, str | None]:
    """Give the kind, the words and the icon of the badge of a difference."""
    kind, icon = LOOKS[change.turn]
    return kind, difference(change), icon
