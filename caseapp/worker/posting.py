"""Handing a mail to the mail server, and telling what kind of trouble it was when that fails."""

import smtplib
import ssl
from email.message import EmailMessage

from config import MailSecurity, MailServer

PATIENCE = 20.0
"""Seconds for each answer of the server."""
FOR_GOOD = 500


class NotPosted(Exception):
    """The server did not take it: a code without any text of the server, which may hold names."""

    def __init__(self, trouble: str, *, for_good: bool = False) -> None:
        super().__init__(trouble)
        self.trouble, self.for_good = trouble, for_good


def post(mail: MailServer, message: EmailMessage) -> None:
    """Hand a mail over; when this returns the server has taken it. Raises NotPosted."""
    try:
        with _connected(mail) as server:
            if mail.user:
                server.login(mail.user, mail.password)
            server.send_message(message, mail.sender, [str(message["To"])])
    except smtplib.SMTPRecipientsRefused as refused:
        code = next(iter(refused.recipients.values()))[0]
        raise NotPosted(f"recipient-refused-{code}", for_good=code >= FOR_GOOD) from None
    except smtplib.SMTPAuthenticationError:
        raise NotPosted("sign-in-refused") from None
    except smtplib.SMTPResponseException as refused:
        raise NotPosted(f"refused-{refused.smtp_code}") from None
    except ssl.SSLError:
        raise NotPosted("not-secure") from None
    except (smtplib.SMTPException, OSError) as away:
        raise NotPosted(f"server-away-{type(away).__name__}"[:80]) from None


def _connected(mail: MailServer) -> smtplib.SMTP:
    """Connect, and go on only when nobody can listen, unless that was chosen."""
    if mail.security is MailSecurity.NONE:
        return smtplib.SMTP(mail.host, mail.port, timeout=PATIENCE)
    context = ssl.create_default_context(cafile=mail.authority)
    if mail.security is MailSecurity.TLS:
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=PATIENCE, context=context)
    server = smtplib.SMTP(mail.host, mail.port, timeout=PATIENCE)
    try:
        server.starttls(context=context)
    except BaseException:
        server.close()
        raise
    return server
