"""A mail as it goes out: plain text, from a machine, the same each time it is tried."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID

from flask_babel import force_locale, gettext

from caseapp.kernel import clock
from caseapp.model.messages import MessageKind
from caseapp.worker import links
from caseapp.worker.words import TOLD
from config import MailServer


def of_message(
    mail: MailServer,
    *,
    message_id: UUID,
    kind: MessageKind,
    reference: str | None,
    address: str,
    language: str,
) -> EmailMessage:
    """Write the mail about one thing: what it is, the reference, and a link."""
    with force_locale(language):
        subject = gettext("Er staat iets voor u klaar")
        if reference:
            subject = f"{subject} ({reference})"
        lines = [
            str(TOLD[kind]),
            "",
            *([gettext("Casus: %(reference)s", reference=reference)] if reference else []),
            links.to(mail, "notices.show", message_id=message_id),
        ]
        return written(
            mail, message_id, subject=subject, lines=lines, address=address, language=language
        )


def written(
    mail: MailServer,
    message_id: UUID,
    *,
    subject: str,
    lines: list[str],
    address: str,
    language: str,
) -> EmailMessage:
    """Put a mail together, in the language that is set. Raises ValueError for a forged header.

    Its Message-ID is that of the row in the outbox: a server or reader that gets it twice can tell.
    """
    choices = links.to(mail, "notice_choices.edit")
    closing = [
        "",
        gettext("In dit bericht staat niets over een inwoner. Log in om te zien wat er is."),
        gettext("Hoe u bericht krijgt, kiest u hier:"),
        choices,
        "",
    ]
    made = EmailMessage(policy=SMTP)
    made.set_content("\n".join([gettext("Goedendag,"), "", *lines, *closing]))
    made["From"] = mail.sender
    made["To"] = address
    made["Subject"] = subject
    made["Date"] = format_datetime(clock.now())
    made["Message-ID"] = f"<{message_id.hex}@{links.host(mail)}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer of a machine to a machine
    made["X-Auto-Response-Suppress"] = "All"
    made["List-Id"] = f"Samenhang <samenhang.{links.host(mail)}>"
    made["List-Unsubscribe"] = f"<{choices}>"
    made["Content-Language"] = language
    return made
