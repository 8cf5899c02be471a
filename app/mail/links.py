"""Links of their readers' own: made when a letter is sent, so that no database, log or copy of either holds one."""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode

from models.outbox import OutboxMessage

# Stands in a letter's text where the link's token comes; no token that is made holds these signs.
TOKEN_PLACE = "{token}"  # noqa: S105 - where one goes


def new_seed() -> str:
    """Return what a token is made from; without the application's secret it gives nothing."""
    return secrets.token_urlsafe(32)


def token_of(seed: str, secret: str) -> str:
    """Return the token of a seed: the same however often the letter is tried."""
    made = hmac.digest(secret.encode(), f"brygga link {seed}".encode(), "sha256")
    return urlsafe_b64encode(made).decode().rstrip("=")


def fill_in(letter: OutboxMessage, secret: str) -> OutboxMessage:
    """Put the link into a letter that is about to be sent, and that no session holds any longer."""
    if letter.link_seed:
        letter.body = letter.body.replace(TOKEN_PLACE, token_of(letter.link_seed, secret))
    return letter
