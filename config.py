"""Everything that can be set from outside, read from the environment once; README has the same table."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent
INSTANCE = ROOT / "instance"
MIN_SECRET_LENGTH = 32
_DISTINCT_SIGNS = 9  # 32 random hexadecimal digits have fewer once in many thousands
# What stands in examples and guides; long enough that no random secret holds one.
_PLACEHOLDERS = (
    "changeme", "changethis", "secret", "placeholder", "example", "password", "default", "replace",
    "insecure", "development", "yourkey", "testsonly", "qwerty", "losenord", "hemlig", "letmein", "brygga",
)  # fmt: skip
_PLACEHOLDER_PASSWORD = re.compile(
    r"://(?:([^/@:]+):\1|[^/@]*:(?:password|changeme|change-me|secret|example|lösenord|postgres|admin|root|test|))@",
    re.IGNORECASE,
)

# What the open data may be licensed by, with where the licence is read; and what kinds of picture a logo may be.
LICENCES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
}
LOGOS = {".svg": "image/svg+xml", ".png": "image/png"}


class ConfigurationError(RuntimeError):
    """A setting is missing or cannot be used; the message says what to do."""


def not_writable(path: Path) -> str:
    """Return what to tell the person who started Brygga where it may not write."""
    return f"Brygga cannot write to {path}. Give yourself write permission there, and try again."


@dataclass(frozen=True, slots=True)
class Branding:
    """Whose catalogue the public pages show, so that a sister cluster can run its own."""

    name: str = "Brygga"
    region: str = "Flemingsberg"
    contact: str = ""
    logo: str | None = None
    licence: str = "CC-BY-4.0"


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
    import_folder: Path = INSTANCE / "imports"
    files_folder: Path = INSTANCE / "files"
    mail_from: str = "brygga@brygga.example"
    audit_key: str | None = None  # seals the audit trail and frozen reports; the SECRET_KEY unless one is given
    accessibility_contact: str = ""
    report_day: int = 5  # on which `flask report --due` cuts the month before off
    branding: Branding = Branding()
    testing: bool = False


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings that the environment gives; raises ConfigurationError where one is missing or unreadable."""
    kind = environment.get("BRYGGA_ENV", "development")
    if kind not in ("development", "production"):
        raise ConfigurationError(f"BRYGGA_ENV is {kind!r}; set it to development or production.")
    production = kind == "production"
    base_url = environment.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    if production:
        _require_safe_for_production(environment, base_url)
    return Settings(
        secret_key=environment.get("SECRET_KEY") or ("" if production else _kept_development_key()),
        database_url=_database_url(environment),
        production=production,
        encoder=environment.get("BRYGGA_ENCODER", "bundled"),
        programme=environment.get("BRYGGA_PROGRAMME", "klustermotor"),
        trusted_hosts=_trusted_hosts(environment),
        base_url=base_url,
        smtp_url=environment.get("SMTP_URL") or None,
        mail_folder=Path(environment.get("MAIL_FOLDER", INSTANCE / "mail")),
        import_folder=Path(environment.get("IMPORT_FOLDER", INSTANCE / "imports")),
        files_folder=Path(environment.get("FILES_FOLDER", INSTANCE / "files")),
        mail_from=environment.get("MAIL_FROM", "brygga@brygga.example"),
        audit_key=environment.get("AUDIT_KEY") or None,
        accessibility_contact=environment.get("ACCESSIBILITY_CONTACT", "").strip(),
        report_day=_report_day(environment),
        branding=_branding(environment),
    )


def _report_day(environment: Mapping[str, str]) -> int:
    day = environment.get("REPORT_DAY", "5").strip()
    if day not in map(str, range(1, 29)):
        raise ConfigurationError(f"REPORT_DAY is {day!r}; set it to a day that every month has, 1 to 28.")
    return int(day)


def _branding(environment: Mapping[str, str]) -> Branding:
    asked = {name: environment.get(f"CATALOGUE_{name.upper()}", "").strip() for name in Branding.__slots__}
    if not "".join(asked.values()).isprintable():
        raise ConfigurationError("A setting that begins with CATALOGUE_ holds a line break; write each on one line.")
    asked["logo"] = asked["logo"] and str(Path(asked["logo"]).resolve())
    brand = Branding(**{name: value for name, value in asked.items() if value})
    if brand.logo and (Path(brand.logo).suffix not in LOGOS or not Path(brand.logo).is_file()):
        raise ConfigurationError(f"CATALOGUE_LOGO is {brand.logo}; give a file that ends with {' or '.join(LOGOS)}.")
    if brand.licence not in LICENCES:
        raise ConfigurationError(f"CATALOGUE_LICENCE is {brand.licence!r}; set it to {' or '.join(LICENCES)}.")
    return brand


def _database_url(environment: Mapping[str, str]) -> str:
    if url := environment.get("DATABASE_URL"):
        # Hosting services hand out the old scheme; psycopg 3 is the driver we lock.
        for old in ("postgres://", "postgresql://"):
            if url.startswith(old):
                return "postgresql+psycopg://" + url.removeprefix(old)
        return url
    return f"sqlite:///{_instance() / 'brygga.sqlite3'}"


def _trusted_hosts(environment: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(host.strip() for host in environment.get("TRUSTED_HOSTS", "").split(",") if host.strip())


def _require_safe_for_production(environment: Mapping[str, str], base_url: str) -> None:
    """Raise ConfigurationError for every setting that is safe in development only."""
    _require_strong("SECRET_KEY", environment.get("SECRET_KEY", ""))
    if environment.get("AUDIT_KEY"):
        _require_strong("AUDIT_KEY", environment["AUDIT_KEY"])
    if not base_url.startswith("https://"):
        raise ConfigurationError("Production needs BASE_URL, the https:// address that people use.")
    hosts = _trusted_hosts(environment)
    if not hosts or any("*" in host or host == "." for host in hosts):
        raise ConfigurationError("Production needs TRUSTED_HOSTS, the names that people use, as brygga.region.se.")
    if environment.get("FLASK_DEBUG", "0").lower() not in ("", "0", "false", "no"):
        raise ConfigurationError("FLASK_DEBUG lets visitors run code; leave it out in production.")
    for name in ("DATABASE_URL", "SMTP_URL"):
        if _PLACEHOLDER_PASSWORD.search(environment.get(name, "")):
            raise ConfigurationError(f"The password in {name} is a placeholder. Give the one that the server has.")


def _require_strong(name: str, key: str) -> None:
    if is_weak_secret(key):
        raise ConfigurationError(
            f"Production needs {name}, at least {MIN_SECRET_LENGTH} random characters of its own; make one with: "
            'python -c "import secrets; print(secrets.token_urlsafe(48))"'
        )


def is_weak_secret(key: str) -> bool:
    """Tell whether a secret can be guessed: too short, of few signs, a placeholder, repeated, or a row of signs."""
    plain = key.casefold()
    if len(key) < MIN_SECRET_LENGTH or len(set(key)) < _DISTINCT_SIGNS or key != key.strip():
        return True
    if any(word in re.sub(r"[^a-z0-9]", "", plain) for word in _PLACEHOLDERS):
        return True
    if key in (key + key)[1:-1]:
        return True
    steps = [abs(ord(after) - ord(before)) for before, after in pairwise(plain)]
    return sum(step <= 1 for step in steps) > len(steps) / 2


def _kept_development_key() -> str:
    """Return a key that survives a restart, so that developers stay signed in; made on first use."""
    path = _instance() / "development-key"
    try:
        if not path.exists():
            path.touch(mode=0o600)
        path.chmod(0o600)
        if not path.stat().st_size:
            path.write_text(secrets.token_urlsafe(48), encoding="ascii")
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ConfigurationError(not_writable(path)) from error


def _instance() -> Path:
    """Return the folder for what Brygga keeps on this machine, made when it is missing."""
    try:
        INSTANCE.mkdir(mode=0o700, exist_ok=True)
        INSTANCE.chmod(0o700)
    except OSError as error:
        raise ConfigurationError(not_writable(INSTANCE)) from error
    return INSTANCE
