"""Letters to residents: the templates of the municipality, and that a letter is made from one."""

from caseapp.papers.letters.actions import (
    add_template,
    replace_template,
    retire_template,
    write_letter,
)
from caseapp.papers.letters.queries import (
    letters_of,
    next_number,
    template,
    templates_in_use,
)

__all__ = [
    "add_template",
    "letters_of",
    "next_number",
    "replace_template",
    "retire_template",
    "template",
    "templates_in_use",
    "write_letter",
]
