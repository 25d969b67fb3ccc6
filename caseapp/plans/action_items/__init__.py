"""What somebody does for a goal before a day: added, given to another, moved, done or stopped."""

from caseapp.plans.action_items.actions import add_action, finish_action, replan_action
from caseapp.plans.action_items.queries import action, fit_for

__all__ = ["action", "add_action", "finish_action", "fit_for", "replan_action"]
