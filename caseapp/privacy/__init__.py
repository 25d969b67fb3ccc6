"""What a resident is told about who looked at their data, and what may not be told yet."""

from caseapp.privacy.actions import (
    LONGEST,
    end_confidentiality,
    keep_confidential,
    prepare_answer,
    release_answer,
)
from caseapp.privacy.answering import Row
from caseapp.privacy.lines import Judged
from caseapp.privacy.queries import (
    answer,
    answers_to,
    confidentialities,
    confidentiality,
    disclosed,
    disclosed_line,
    rows_for,
)
from caseapp.privacy.withholding import HANDLING, Hold, Processed, Standing

__all__ = [
    "HANDLING",
    "LONGEST",
    "Hold",
    "Judged",
    "Processed",
    "Row",
    "Standing",
    "answer",
    "answers_to",
    "confidentialities",
    "confidentiality",
    "disclosed",
    "disclosed_line",
    "end_confidentiality",
    "keep_confidential",
    "prepare_answer",
    "release_answer",
    "rows_for",
]
