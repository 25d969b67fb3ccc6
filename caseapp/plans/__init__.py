"""The plan of a case: what must be reached, what was agreed on, and in which version."""

from caseapp.plans.actions import (
    add_goal,
    begin_version,
    confirm_version,
    drop_goal,
    reword_goal,
    write_version,
)
from caseapp.plans.queries import (
    Planned,
    Standing,
    active,
    draft,
    goal,
    goals,
    readable,
    standing,
    version,
    versions,
)

__all__ = [
    "Planned",
    "Standing",
    "active",
    "add_goal",
    "begin_version",
    "confirm_version",
    "draft",
    "drop_goal",
    "goal",
    "goals",
    "readable",
    "reword_goal",
    "standing",
    "version",
    "versions",
    "write_version",
]
