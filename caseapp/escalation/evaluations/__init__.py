"""Looking back on an escalation, once a case came down from the highest phase."""

from caseapp.escalation.evaluations.actions import write
from caseapp.escalation.evaluations.queries import asked_of, of_case, waiting

__all__ = ["asked_of", "of_case", "waiting", "write"]
