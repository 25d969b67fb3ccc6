"""How it goes in the areas of life of a plan: measure, correct, withdraw, and see it over time."""

from caseapp.plans.measuring.actions import correct, measure, withdraw
from caseapp.plans.measuring.course import Difference, Reading, Turn
from caseapp.plans.measuring.fitness import Scored
from caseapp.plans.measuring.queries import (
    Course,
    Line,
    areas,
    is_corrected,
    lines,
    measurement,
    objections_to,
)

__all__ = [
    "Course",
    "Difference",
    "Line",
    "Reading",
    "Scored",
    "Turn",
    "areas",
    "correct",
    "is_corrected",
    "lines",
    "measure",
    "measurement",
    "objections_to",
    "withdraw",
]
