"""With whom the ball of a match lies: a party that is to answer, and since when."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy.orm import Mapped

from models.base import internal


class WaitingFor(enum.StrEnum):
    """The party whose answer a match waits for."""

    COMPANY = "company"
    INFRASTRUCTURE = "infrastructure"


class MayWait:
    """A record that may wait for one of its parties; both columns are None while it waits for nobody."""

    waiting_for: Mapped[WaitingFor | None] = internal()
    waiting_since: Mapped[datetime | None] = internal()

    def wait_for(self, party: WaitingFor | None, *, at: datetime) -> None:
        """Say whose answer is waited for from `at` on, or nobody's; a wait that goes on keeps the day it began."""
        if party is None:
            self.stop_waiting()
        elif party is not self.waiting_for:
            self.waiting_for, self.waiting_since = party, at

    def stop_waiting(self) -> None:
        """Say that nobody's answer is waited for: it has come, or does not matter any more."""
        # What is None already is not written again: the trail would tell it as a change.
        if self.waiting_for is not None:
            self.waiting_for = self.waiting_since = None
