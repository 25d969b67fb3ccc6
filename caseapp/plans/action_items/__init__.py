"""What somebody does for a goal before a day: added, decided at a table, moved, done or stopped."""

from caseapp.plans.action_items.actions import add_action, decide, finish_action, replan_action
from caseapp.plans.action_items.queries import action, decided, fit_for

__all__ = ["action", "add_action", "decide", "decided", "finish_action", "fit_for", "replan_action"]
