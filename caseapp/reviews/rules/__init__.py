"""The rules of unusual access: each a small pure function that knows the assignment.

A rule reads one colleague's day and says what stands out, with its facts. It judges nobody: a
person asks, and a person gives the verdict.
"""

from caseapp.reviews.rules.all import RULES, WEIGHTS, Rule, evaluate, score
from caseapp.reviews.rules.hit import Hit

__all__ = ["RULES", "WEIGHTS", "Hit", "Rule", "evaluate", "score"]
