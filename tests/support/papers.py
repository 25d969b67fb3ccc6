"""What stands on a paper, and in any answer."""

import io
from typing import Any

import pypdf


def opened(data: bytes) -> pypdf.PdfReader:
    """Open a paper as a reader of PDF does."""
    return pypdf.PdfReader(io.BytesIO(data))


def words(data: bytes) -> str:
    """Give the text of all pages, a line for each line."""
    return "\n".join(page.extract_text() for page in opened(data).pages)


def written(answer: Any) -> str:
    """Give the text of an answer, also of one that is a PDF."""
    if answer.mimetype == "application/pdf":
        return words(answer.get_data())
    return str(answer.get_data(as_text=True))
