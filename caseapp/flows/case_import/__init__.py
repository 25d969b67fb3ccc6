"""The municipality's own list comes in: read, recognise, propose (pure); then one transaction."""

from caseapp.flows.case_import.actions import (
    choose_columns,
    discard_list,
    import_list,
    offer_list,
)
from caseapp.flows.case_import.columns import ColumnChoice, check_choice
from caseapp.flows.case_import.expiry import forget_lists_left_lying
from caseapp.flows.case_import.headings import Field
from caseapp.flows.case_import.messages import Message, UnreadableFile
from caseapp.flows.case_import.queries import Preview, faces, preview, run, runs_of, sheet_of
from caseapp.flows.case_import.reporting import Report, about

__all__ = [
    "ColumnChoice",
    "Field",
    "Message",
    "Preview",
    "Report",
    "UnreadableFile",
    "about",
    "check_choice",
    "choose_columns",
    "discard_list",
    "faces",
    "forget_lists_left_lying",
    "import_list",
    "offer_list",
    "preview",
    "run",
    "runs_of",
    "sheet_of",
]
