"""What the screens show of measurements: each line drawn, said, and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from caseapp import policy
from caseapp.kernel.actor import Actor
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.domains import Area
from caseapp.model.measurements import Measurement
from caseapp.plans import measuring
from caseapp.plans.measuring import Course, Line
from caseapp.policy import Permission
from caseapp.web import plan_page, plan_people
from caseapp.web.measurement_chart import Chart, drawn


@dataclass(frozen=True, slots=True)
class Shown:
    """One line as a screen shows it."""

    line: Line
    key: str
    """By what its parts are named on the page."""
    courses: Sequence[Course]
    chart: Chart | None
    gone: Sequence[Measurement]
    """Those that do not count any more."""
    may_keep: bool
    whom: str
    """Of whom it is, in a plan of several people."""

    @property
    def area(self) -> Area:
        """What it is about."""
        return self.line.area

    @property
    def track(self) -> TrackKind | None:
        """Where it stands."""
        return self.line.track


def of(actor: Actor, case: Case) -> dict[str, Any]:
    """Give every line this person may read, and which areas of the plan were not measured yet."""
    found = plan_people.in_order(case, measuring.lines(actor, case), of=lambda line: line.whose)
    known = [_shown(actor, case, line) for line in found]
    measured = {one.area for one in known if one.courses}
    offered = measuring.areas(case)
    may = policy.allows(actor, Permission.PLAN_KEEP, case) and bool(plan_page.places(actor, case))
    return {
        "case": case,
        "shown": known,
        "offered": offered,
        "unmeasured": [one for one in offered if one not in measured],
        "old": {one.key for one in known if one.area not in offered},
        "may_measure": may and bool(offered),
    }


def _shown(actor: Actor, case: Case, line: Line) -> Shown:
    courses = line.courses
    several = plan_people.is_household(case)
    return Shown(
        line,
        plan_page.line_key(line),
        courses,
        drawn((str(one.seen_by), one.readings) for one in courses),
        [one for one in line.measurements if not line.stands(one)],
        may_keep=policy.allows(actor, Permission.MEASUREMENT_KEEP, line.measurements[0]),
        whom=plan_people.name_of(case, line.whose) if several else "",
    )
