"""The journal of a case: every step that was taken, on its track or on the shared strip."""

from caseapp.journal.actions import (
    correct_step,
    discard_draft,
    log_on_strip,
    log_step,
    save_draft,
)
from caseapp.journal.attempts import Attempts, attempts_of
from caseapp.journal.keeping import draft, forget_expired_drafts, keep_typed, let_go
from caseapp.journal.queries import TIMELINE_STEPS, Told, step, timeline
from caseapp.model.journal import CONTACTS

__all__ = [
    "CONTACTS",
    "TIMELINE_STEPS",
    "Attempts",
    "Told",
    "attempts_of",
    "correct_step",
    "discard_draft",
    "draft",
    "forget_expired_drafts",
    "keep_typed",
    "let_go",
    "log_on_strip",
    "log_step",
    "save_draft",
    "step",
    "timeline",
]
