"""The on-call list: whom a flag reaches last, in the order the municipality put them."""

from caseapp.escalation.on_call.actions import keep_list
from caseapp.escalation.on_call.queries import called, kept, who_can

__all__ = ["called", "keep_list", "kept", "who_can"]
