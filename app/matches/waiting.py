"""How long a match has waited for one of its parties, in words: on its page, in the list and on the board."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.labels import PARTY_NAMES, WAITING_NAMES
from app.limits import DAYS_WAITED
from models.clock import days_since, today
from models.matches import Match


@dataclass(frozen=True, slots=True)
class Wait:
    """Whose answer is waited for and for how long; `short` is for under a head that says what it is about."""

    words: str
    short: str
    tone: str


def wait_of(match: Match) -> Wait | None:
    """Return how long a match has waited; None where nobody's answer is waited for."""
    if match.waiting_for is None or match.waiting_since is None:
        return None
    days = days_since(match.waiting_since, today())
    told = ngettext("%(num)d day", "%(num)d days", days) if days else _("since today")
    too_long = days > DAYS_WAITED
    if too_long:
        told = _("%(days)s: too long", days=told)
    return Wait(
        words=_("%(whom)s, %(days)s", whom=WAITING_NAMES[match.waiting_for], days=told),
        short=_("%(whom)s, %(days)s", whom=PARTY_NAMES[match.waiting_for], days=told),
        tone="bad" if too_long else "neutral",
    )
