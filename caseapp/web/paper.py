"""Papers as PDF: accessible (PDF/UA-1) and lasting (PDF/A-2a). The only importer of typst.

The text goes in as data, so nothing anybody wrote can be taken for instructions; typst refuses to
write a file that a screen reader could not read.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parent.parent.parent / "templates" / "papers"
STANDARDS: list[Any] = ["ua-1", "a-2a"]


def as_pdf(template: str, paper: Any, *, written_at: datetime) -> bytes:
    """Set a paper from its text; the same text and moment give the same file to the byte."""
    source = (TEMPLATES / f"{template}.typ").read_bytes()
    return typst.compile(
        source,
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)},
        format="pdf",
        pdf_standards=STANDARDS,
        timestamp=written_at.astimezone(UTC).replace(microsecond=0),
    )


def pages_of(template: str, paper: Any) -> int:
    """Count the pages a paper takes, before it is made; its template says so at the end."""
    told = typst.query(
        (TEMPLATES / f"{template}.typ").read_bytes(),
        "<pages>",
        field="value",
        one=True,
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)},
    )
    return int(json.loads(told))
