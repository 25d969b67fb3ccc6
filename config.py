"""All settings of an installation, read once from the environment into one frozen object."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
MEGABYTE = 1_000_000
SECRET_LENGTH = 32
WEEK_OF_MINUTES = 7 * 24 * 60


Network = IPv4Network | IPv6Network


class ConfigurationError(Exception):
    """The installation may not start like this; the message says what to change."""


class MailSecurity(StrEnum):
    """How the way to the mail server is kept closed."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes out, in whose name, and where the links in it lead."""

    host: str
    port: int
    security: MailSecurity
    sender: str
    public_url: str
    user: str = ""
    password: str = field(default="", repr=False)
    authority: Path | None = None
    """A file with the certificate that signed the server's, where the machine does not know it."""

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> "MailServer | None":
        """Read the settings; nothing without a host, and ConfigurationError for half of it."""
        if not env.get("SMTP_HOST"):
            return None
        missing = [name for name in ("MAIL_FROM", "PUBLIC_URL") if not env.get(name)]
        if missing:
            message = f"SMTP_HOST is set, so {' and '.join(missing)} must be too."
            raise ConfigurationError(message)
        try:
            security = MailSecurity(env.get("SMTP_SECURITY", "starttls"))
        except ValueError:
            message = "SMTP_SECURITY is starttls, tls or none."
            raise ConfigurationError(message) from None
        usual = "465" if security is MailSecurity.TLS else "587"
        return cls(
            host=env["SMTP_HOST"],
            port=int(env.get("SMTP_PORT", usual)),
            security=security,
            sender=env["MAIL_FROM"],
            public_url=env["PUBLIC_URL"].rstrip("/"),
            user=env.get("SMTP_USER", ""),
            password=env.get("SMTP_PASSWORD", ""),
            authority=Path(env["SMTP_CA"]) if env.get("SMTP_CA") else None,
        )

    @property
    def is_open(self) -> bool:
        """Tell whether what it sends, or where it leads, can be read on the way."""
        here = self.host in ("127.0.0.1", "::1", "localhost")
        return (self.security is MailSecurity.NONE and not here) or not self.public_url.startswith(
            "https://"
        )


@dataclass(frozen=True, slots=True)
class Config:
    """What differs between installations. In production everything unsafe stops the start."""

    database_url: str
    secret_key: str
    key_ring: Path
    sealer_key: Path
    production: bool = False
    testing: bool = False
    https: bool = False
    proxies: int = 0
    idle_minutes: int = 15
    absolute_hours: int = 9
    pool_size: int = 5
    lock_seconds: float = 3
    """How long PostgreSQL waits for a lock before a page says "try again"."""
    sealer_database_url: str = ""
    seal_alarm_minutes: float = 15
    seal_closed_hours: float = 4
    seal_own_cases_hours: float = 24
    witness_url: str = ""
    witness_key: str = ""
    tsa_url: str = ""
    tsa_root: Path | None = None
    own_networks: tuple[Network, ...] = ()
    mail: MailServer | None = None

    @classmethod
    def from_environment(cls, env: Mapping[str, str] | None = None) -> "Config":
        """Read the settings; raises ConfigurationError when production would be unsafe."""
        env = os.environ if env is None else env
        production = env.get("SAMENHANG_ENV", "development") == "production"
        instance = Path(env.get("SAMENHANG_INSTANCE", ROOT / "instance"))
        config = cls(
            database_url=_driver(env.get("DATABASE_URL", f"sqlite:///{instance}/samenhang.db")),
            secret_key=env.get("SECRET_KEY", "") or ("" if production else _own_secret(instance)),
            key_ring=Path(env.get("KEY_RING", instance / "keys.json")),
            sealer_key=Path(env.get("SEALER_KEY", instance / "sealer.pem")),
            production=production,
            https=env.get("HTTPS", "1" if production else "0") == "1",
            proxies=int(env.get("PROXIES", "0")),
            idle_minutes=int(env.get("IDLE_MINUTES", "15")),
            absolute_hours=int(env.get("SESSION_HOURS", "9")),
            pool_size=int(env.get("POOL_SIZE", "5")),
            lock_seconds=float(env.get("LOCK_SECONDS", "3")),
            sealer_database_url=_driver(env.get("SEALER_DATABASE_URL", "")),
            seal_alarm_minutes=float(env.get("SEAL_ALARM_MINUTES", "15")),
            seal_closed_hours=float(env.get("SEAL_CLOSED_HOURS", "4")),
            seal_own_cases_hours=float(env.get("SEAL_OWN_CASES_HOURS", "24")),
            witness_url=env.get("WITNESS_URL", ""),
            witness_key=env.get("WITNESS_KEY", ""),
            tsa_url=env.get("TSA_URL", ""),
            tsa_root=Path(env["TSA_ROOT"]) if env.get("TSA_ROOT") else None,
            own_networks=_networks(env.get("OWN_NETWORKS", "")),
            mail=MailServer.from_environment(env),
        )
        if problems := config.problems(env):
            raise ConfigurationError("\n".join(problems))
        return config

    def problems(self, env: Mapping[str, str]) -> list[str]:
        """Say what makes this configuration unfit for real residents' data."""
        if not self.production:
            return []
        found = {
            "SECRET_KEY is missing or shorter than 32 characters.": len(self.secret_key)
            < SECRET_LENGTH,
            "FLASK_DEBUG may not be on.": env.get("FLASK_DEBUG", "0") not in ("", "0"),
            "HTTPS=0: personal data may not go over plain http.": not self.https,
            "KEY_RING does not exist; make it with `flask keys new`.": not self.key_ring.exists(),
            "SEAL_ALARM_MINUTES, SEAL_CLOSED_HOURS and SEAL_OWN_CASES_HOURS must each be longer "
            "than the one before, and the last no more than a week.": not self._ladder_climbs(),
            "SMTP_SECURITY=none, or a PUBLIC_URL without https: who is told what could be read on "
            "the way.": self.mail is not None and self.mail.is_open,
            "DATABASE_URL is missing; production runs on PostgreSQL.": not env.get("DATABASE_URL"),
        }
        return [problem for problem, holds in found.items() if holds]

    def _ladder_climbs(self) -> bool:
        alarm, closed, own = (
            self.seal_alarm_minutes,
            self.seal_closed_hours,
            self.seal_own_cases_hours,
        )
        return 0 < alarm < closed * 60 < own * 60 <= WEEK_OF_MINUTES

    def flask(self) -> dict[str, Any]:
        """Give the same settings under the names Flask and its extensions read."""
        options: dict[str, Any] = {}
        if not self.database_url.startswith("sqlite"):
            waiting = {"options": f"-c lock_timeout={round(self.lock_seconds * 1000)}"}
            options = {"pool_pre_ping": True, "pool_size": self.pool_size, "max_overflow": 4}
            options |= {"connect_args": waiting}
        return {
            "SAMENHANG": self,
            "TESTING": self.testing,
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": options,
            "SESSION_COOKIE_NAME": "__Host-samenhang" if self.https else "samenhang",
            "SESSION_COOKIE_SECURE": self.https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_SSL_STRICT": False,
            "MAX_CONTENT_LENGTH": 25 * MEGABYTE,
            "MAX_FORM_MEMORY_SIZE": 25 * MEGABYTE,
            "MAX_FORM_PARTS": 1000,
            "BABEL_DEFAULT_LOCALE": "nl",
            "BABEL_DEFAULT_TIMEZONE": "Europe/Amsterdam",
            "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "caseapp" / "translations"),
            "TEMPLATES_AUTO_RELOAD": False,
        }


def _networks(written: str) -> tuple[Network, ...]:
    """Read the municipality's own networks: addresses with a prefix length, between commas."""
    try:
        return tuple(ip_network(part.strip()) for part in written.split(",") if part.strip())
    except ValueError as wrong:
        message = f"OWN_NETWORKS: {wrong}."
        raise ConfigurationError(message) from wrong


def _driver(url: str) -> str:
    """Name the driver: bare `postgresql://` means another one to every version."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _own_secret(instance: Path) -> str:
    """Give this machine's own signing secret, made at the first start and kept beside the data."""
    path = instance / "secret"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(SECRET_LENGTH))
    return path.read_text()
