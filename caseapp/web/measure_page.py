"""What the screens of a measure have in common: its law, its terms, and the balance of the case."""

from typing import Any

from caseapp import measures, settings
from caseapp.kernel import clock
from caseapp.measures import law
from caseapp.model.measures import Measure


def of(measure: Measure) -> dict[str, Any]:
    """Give what each screen of a measure shows beside the work."""
    terms, today = settings.terms_of(measure.municipality_id), clock.today()
    rule, start = law.LAWS[measure.kind], measure.from_on
    ceiling = law.longest(measure.kind, start, start, terms, again=True) if start else None
    return {
        "measure": measure,
        "case": measure.case,
        "law": rule,
        "balance": measures.balance_of(measure.case),
        "day_count": (today - start).days if rule.in_days and start and measure.runs else None,
        "ceiling": ceiling if rule.in_days else None,
        "extensions_left": law.extensions_left(measure.kind, measure.extensions, terms),
        "objection_until": law.objection_until(measure.decided_on) if measure.decided_on else None,
    }
