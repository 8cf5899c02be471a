"""Passwords: what is accepted, and how it is kept (Argon2id)."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH = 12
MAX_LENGTH = 200
# Long enough for the rule, but the first that anyone would guess here.
BLOCKED = frozenset(
    {
        "123456789012",
        "1234567890123",
        "passwordpassword",
        "password1234",
        "lösenordlösenord",
        "lösenord1234",
        "losenord1234",
        "qwertyuiopas",
        "flemingsberg",
        "flemingsberg1",
        "flemingsbergscience",
        "karolinskainstitutet",
        "bryggabrygga",
        "brygga123456",
        "sommarsommar",
        "välkommen1234",
        "valkommen1234",
        "administrator",
    }
)

# One lane: a hash takes one processor for a while, not all of them at once. The memory (64 MiB) and the three
# passes are those of RFC 9106 for servers; hashes that were made otherwise say how, and go on being checked so.
_hasher = PasswordHasher(parallelism=1)
# Verified for accounts that do not exist, so that known and unknown accounts take the same time.
_NOBODY = _hasher.hash("there is no such account")


def is_acceptable(password: str) -> bool:
    """Tell whether a password is long enough, not too long and not on the block list."""
    password = _normal(password)
    distinct_enough = len(set(password)) > 3  # noqa: PLR2004 - "aaaaaaaaaaaa" and "abababababab" are guessed first
    return MIN_LENGTH <= len(password) <= MAX_LENGTH and password.casefold() not in BLOCKED and distinct_enough


def hash_password(password: str) -> str:
    """Return the Argon2id hash to keep, salted and with its parameters."""
    return _hasher.hash(_normal(password))


def password_matches(password_hash: str | None, password: str) -> bool:
    """Tell whether the password is right; takes as long for a missing hash as for a wrong password."""
    # As typed comes second: what was kept before passwords were normalised must still open its account.
    tries = dict.fromkeys((_normal(password), password))
    return any(_verified(password_hash, each) for each in tries)


def _verified(password_hash: str | None, password: str) -> bool:
    try:
        _hasher.verify(password_hash or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def _normal(password: str) -> str:
    """Return a password as every keyboard gives it: å is one sign here, and two on some machines."""
    return unicodedata.normalize("NFC", password)
