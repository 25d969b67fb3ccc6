"""The agreed safety line of a case: set by one, agreed by who owns each track."""

from caseapp.cases.safety_line.actions import confirm_line, set_line
from caseapp.cases.safety_line.queries import line_of

__all__ = ["confirm_line", "line_of", "set_line"]
