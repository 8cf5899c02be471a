"""What a match's next step was when a form was opened that writes it beside something else of its own."""

from __future__ import annotations

import hashlib
from datetime import date

from app.matches.commands import NextStepCommand
from models.errors import StaleRecordError
from models.matches import Match
from models.waiting import WaitingFor


class StepChangedError(StaleRecordError):
    """What was to be written over was written meanwhile; `fields` are those of the match that were."""

    def __init__(self, fields: frozenset[str]) -> None:
        """Keep which."""
        super().__init__()
        self.fields = fields


def stamp_of(match: Match | None) -> str:
    """Return what tells a match's next step, and whose answer it waits for, from others; a form carries it.

    Not the version of the match: that changes with its stage and much else that such a form writes over nothing of.
    """
    if match is None:
        return ""
    step = _digest(match.next_step, match.next_step_on, match.next_step_owner_id)
    return f"{step}.{match.waiting_for or ''}"


def require_seen(match: Match, seen: str, step: NextStepCommand | None, waiting_for: WaitingFor | None = None) -> None:
    """Let a step, and a wait, be written by whoever was shown what they take the place of; raises StepChangedError.

    Nothing is lost where there is none now, or the same was written already.
    """
    seen_step, _, seen_wait = seen.partition(".")
    step_now, _, wait_now = stamp_of(match).partition(".")
    changed = set()
    if step is not None and match.next_step is not None:
        mine = _digest(step.next_step, step.next_step_on, step.next_step_owner_id)
        changed |= {"next_step"} if step_now not in (seen_step, mine) else set()
    if waiting_for is not None and match.waiting_for is not None:
        changed |= {"waiting_for"} if wait_now not in (seen_wait, waiting_for.value) else set()
    if changed:
        raise StepChangedError(frozenset(changed))


def _digest(text: str | None, on: date | None, owner_id: int | None) -> str:
    if text is None:
        return ""
    return hashlib.sha256(repr((text, on and on.isoformat(), owner_id)).encode()).hexdigest()[:20]
