"""Steps of a measure as somebody fills them in, whole: a test changes what it is about."""

from datetime import timedelta

from caseapp.kernel import clock
from caseapp.measures.chain import Taken
from caseapp.model.measures import CheckResult, MeasureEnd, Stage

DAY = timedelta(days=1)


def taken(stage, **changes):
    today = clock.today()
    facts = {"on_day": today, "said": "Zoals besproken.", "next_on": today + 7 * DAY}
    if stage in (Stage.DECISION, Stage.EXTENSION):
        facts |= {
            "proportionality": "Alleen de straat, alleen in de avond.",
            "subsidiarity": "Twee gesprekken en een waarschuwing hielpen niet.",
            "household": "Er wonen geen kinderen.",
            "hurry": "Er was gisteren een steekpartij.",
            "without_care": "Hij is nog niet gesproken.",
            "from_on": today,
            "until_on": today + 9 * DAY,
        }
    if stage is Stage.CHECK:
        facts["result"] = CheckResult.KEPT
    if stage is Stage.END:
        facts["end"] = MeasureEnd.WITHDRAWN
    return Taken(stage, **{**facts, **changes})
