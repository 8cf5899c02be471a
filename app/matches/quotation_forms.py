"""Asks before a letter goes that quotes what of a need is for the office, or for the unit after signing in."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, ValidationError

from app.mail.quotations import quoted
from models.needs import Need

_SHOWN = 120


def send_anyway_field() -> BooleanField:
    """Return the box that lets a letter go with what it quotes."""
    return BooleanField(
        _l("Send it with what it quotes"), description=_l("Letters get about, and cannot be called back.")
    )


def ask_about_quotes(field: Field, need: Need, *, anyway: bool) -> None:
    """Refuse a letter that quotes a need's confidential layers, unless it is to go `anyway`; ValidationError."""
    secret = (
        need.private_text,
        need.infrastructure_text,
        need.desired_result,
        need.conditions,
        need.company.secrecy_note,
    )
    ask_about_quotes_of(field, secret, public=f"{need.title}\n{need.teaser}", anyway=anyway)


def ask_about_quotes_of(field: Field, secret: Iterable[str | None], *, public: str, anyway: bool) -> None:
    """Refuse a letter that quotes secret texts, as above; what stands in the `public` text is none."""
    found = quoted(field.data or "", secret, public=public)
    if found and not anyway:
        raise ValidationError(
            _(
                "The letter quotes the confidential part of the need: “%(clause)s”. Refer to the link instead, or say "
                "below that it is to go all the same.",
                clause=found[0] if len(found[0]) <= _SHOWN else found[0][:_SHOWN] + "…",
            )
        )
