"""The log in the shapes that others read: one file for each."""

from caseapp.accesslog.exports.nen7513 import as_nen7513, as_nen7513_rows
from caseapp.accesslog.exports.spreadsheet import as_spreadsheet

__all__ = ["as_nen7513", "as_nen7513_rows", "as_spreadsheet"]
