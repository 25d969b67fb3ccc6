"""Ways to make a paper on the screen, for tests that are about something else."""

import html
import re

BRIEFING = {
    "recipient": "J. Bronkhorst",
    "function": "burgemeester",
    "organisation": "Gemeente Testdam",
    "reach": "inside",
    "purpose": "Zij beslist over een gesprek.",
    "ground": "public-task",
    "options": "Een gesprek, of nog afwachten.",
}
REFERRAL = {
    **BRIEFING,
    "function": "procesregisseur",
    "organisation": "Zorg- en Veiligheidshuis Achterhoek",
    "reach": "outside",
    "manager": "L. Ruesink",
    "question": "Denk mee over wonen.",
    "outcome": "Rust in de straat.",
    "partners": "De woningcorporatie.",
    "dangers": ["threats", "children"],
    "acted": "De wijkagent is geweest.",
    "criteria": ["c1", "c2", "c3"],
    "explained": "Schulden, drank en ruzie.",
    "informed": "not-yet",
    "informed_how": "Hij zou verhuizen zonder adres.",
}
PLAN = {**BRIEFING, "contents": "both"}
KINDS = {"briefing": BRIEFING, "referral": REFERRAL, "plan": PLAN}


def address(case, kind):
    return f"/cases/{case.reference}/papers/{kind}"


def previewed(answer):
    """Give by what the page knows the paper it shows."""
    found = re.search(r'name="previewed"[^>]*value="([0-9a-f]*)"', answer.text)
    assert found, "the page has no preview"
    return found.group(1)


def shown(client, case, kind, **changes):
    """Ask to see a paper as it will be."""
    return client.post(address(case, kind), data={**KINDS[kind], **changes})


def made(client, case, kind, **changes):
    """Read a paper as it will be, and have it made."""
    asked = shown(client, case, kind, **changes)
    assert asked.status_code == 422, asked.text
    return client.post(
        address(case, kind), data={**KINDS[kind], **changes, "previewed": previewed(asked)}
    )


def plain(text):
    """Give what a page or a paper says, without tags and with single spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())
