"""Everything that can be set from outside, read from the environment once; README has the same table."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent
INSTANCE = ROOT / "instance"
MIN_SECRET_LENGTH = 32


class ConfigurationError(RuntimeError):
    """A setting is missing or cannot be used; the message says what to do."""


def not_writable(path: Path) -> str:
    """Return what to tell the person who started Brygga where it may not write."""
    return f"Brygga cannot write to {path}. Give yourself write permission there, and try again."


@dataclass(frozen=True, slots=True)
class Settings:
    """What the application is started with. `encoder` is "bundled", "none" or the path of a model's folder."""

    secret_key: str
    database_url: str
    production: bool = False
    encoder: str = "bundled"
    programme: str = "klustermotor"
    trusted_hosts: tuple[str, ...] = ()
    base_url: str = "http://127.0.0.1:8000"
    smtp_url: str | None = None
    mail_folder: Path = INSTANCE / "mail"
    mail_from: str = "brygga@brygga.example"
    # Seals the audit trail and frozen reports; the SECRET_KEY unless one is given.
    audit_key: str | None = None
    accessibility_contact: str = ""
    testing: bool = False


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings that the environment gives.

    Raises ConfigurationError when production lacks a secret of its own, or a value cannot be read.
    """
    kind = environment.get("BRYGGA_ENV", "development")
    if kind not in ("development", "production"):
        raise ConfigurationError(f"BRYGGA_ENV is {kind!r}; set it to development or production.")
    production = kind == "production"
    base_url = environment.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    if production and not base_url.startswith("https://"):
        raise ConfigurationError("Production needs BASE_URL, the https:// address that people use.")
    return Settings(
        secret_key=_secret_key(environment, production),
        database_url=_database_url(environment),
        production=production,
        encoder=environment.get("BRYGGA_ENCODER", "bundled"),
        programme=environment.get("BRYGGA_PROGRAMME", "klustermotor"),
        trusted_hosts=tuple(host for host in environment.get("TRUSTED_HOSTS", "").split(",") if host),
        base_url=base_url,
        smtp_url=environment.get("SMTP_URL") or None,
        mail_folder=Path(environment.get("MAIL_FOLDER", INSTANCE / "mail")),
        mail_from=environment.get("MAIL_FROM", "brygga@brygga.example"),
        audit_key=environment.get("AUDIT_KEY") or None,
        accessibility_contact=environment.get("ACCESSIBILITY_CONTACT", ""),
    )


def _database_url(environment: Mapping[str, str]) -> str:
    url = environment.get("DATABASE_URL")
    if url:
        # Hosting services hand out the old scheme; psycopg 3 is the driver we lock.
        for old in ("postgres://", "postgresql://"):
            if url.startswith(old):
                return "postgresql+psycopg://" + url.removeprefix(old)
        return url
    return f"sqlite:///{_instance() / 'brygga.sqlite3'}"


def _secret_key(environment: Mapping[str, str], production: bool) -> str:
    key = environment.get("SECRET_KEY", "")
    if production:
        if len(key) < MIN_SECRET_LENGTH or len(set(key)) < MIN_SECRET_LENGTH // 4:
            raise ConfigurationError(
                "Production needs SECRET_KEY, at least 32 random characters; make one with: "
                'python -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
        return key
    return key or _kept_development_key()


def _kept_development_key() -> str:
    """Return a key that survives a restart, so that developers stay signed in; made on first use."""
    path = _instance() / "development-key"
    try:
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48), encoding="ascii")
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ConfigurationError(not_writable(path)) from error


def _instance() -> Path:
    """Return the folder for what Brygga keeps on this machine, made when it is missing."""
    try:
        INSTANCE.mkdir(exist_ok=True)
    except OSError as error:
        raise ConfigurationError(not_writable(INSTANCE)) from error
    return INSTANCE
