"""The journal of a case: every step that was taken, on its track or on the shared strip."""

from caseapp.journal.actions import (
    correct_step,
    discard_draft,
    log_on_strip,
    log_step,
    save_draft,
)
from caseapp.journal.keeping import keep_typed
from caseapp.journal.queries import TIMELINE_STEPS, Told, draft, step, timeline

__all__ = [
    "TIMELINE_STEPS",
    "Told",
    "correct_step",
    "discard_draft",
    "draft",
    "keep_typed",
    "log_on_strip",
    "log_step",
    "save_draft",
    "step",
    "timeline",
]
