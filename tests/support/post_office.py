"""A real mail server on this machine, that takes what is sent and can be told to refuse or wait."""

import datetime as dt
import email
import ipaddress
import socket
import ssl
import threading
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from caseapp.kernel import clock
from config import MailSecurity, MailServer

USER, PASSWORD = "samenhang", "een wachtwoord voor de post"


class PostOffice:
    """The server and what it took."""

    def __init__(self, folder: Path, *, security: MailSecurity = MailSecurity.STARTTLS) -> None:
        self.taken: list[bytes] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.answers: list[str] = []
        """What is answered to the next mails, instead of that they were taken."""
        self.refused_recipient = ""
        self.arrived, self.may_answer = threading.Event(), threading.Event()
        self.may_answer.set()
        self.security, self.authority = security, folder / "authority.pem"
        context = _context(folder)
        closed = security is MailSecurity.STARTTLS
        self.controller = Controller(
            self,
            hostname="127.0.0.1",
            port=_free_port(),
            ssl_context=context if security is MailSecurity.TLS else None,
            tls_context=context if closed else None,
            require_starttls=closed,
            authenticator=_knows,
            auth_require_tls=closed,
        )
        self.controller.start()

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd's name
        if self.refused_recipient:
            return self.refused_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer.startswith("250"):
            self.taken.append(envelope.content)
            self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        self.arrived.set()
        await server.loop.run_in_executor(None, self.may_answer.wait, 30)
        return answer

    def letters(self) -> list[EmailMessage]:
        return [email.message_from_bytes(one, policy=default) for one in self.taken]

    def close(self) -> None:
        self.may_answer.set()
        if self.controller.server is not None:
            self.controller.stop()

    def settings(self, **changes: object) -> MailServer:
        """Give how an application reaches it."""
        known = {
            "host": "127.0.0.1",
            "port": self.controller.port,
            "security": self.security,
            "sender": "Samenhang <samenhang@testdam.example>",
            "public_url": "https://samenhang.testdam.example",
            "authority": self.authority,
        }
        return MailServer(**{**known, **changes})

    def environment(self) -> dict[str, str]:
        """Give the same as the settings of an installation."""
        mail = self.settings()
        return {
            "SMTP_HOST": mail.host,
            "SMTP_PORT": str(mail.port),
            "SMTP_SECURITY": str(mail.security),
            "SMTP_CA": str(mail.authority),
            "MAIL_FROM": mail.sender,
            "PUBLIC_URL": mail.public_url,
        }


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _knows(_server, _session, _envelope, _mechanism, given):
    known = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=given == known, handled=False)


def _context(folder: Path) -> ssl.SSLContext:
    """Make a certificate for this machine, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "post office")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "authority.pem").write_bytes(certificate)
    (folder / "server.pem").write_bytes(secret + certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context
