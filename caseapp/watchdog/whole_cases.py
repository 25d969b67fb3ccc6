"""What a rule says about a case as a whole, and not about one of its tracks or people."""

from typing import Any

from caseapp.model.watchdog import FindingKind
from caseapp.watchdog.facts import CaseFacts
from caseapp.watchdog.found import Found


def of_case(kind: FindingKind, case: CaseFacts, **facts: Any) -> Found:
    """Make a finding about a whole case: the leads of both its teams can mend it."""
    first, second = [*case.teams, None, None][:2]
    facts.setdefault("subject_id", case.id)
    return Found(kind, case_id=case.id, team_id=first, second_team_id=second, **facts)
