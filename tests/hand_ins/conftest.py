"""A company that hands in a need, and the links in the letters that it gets."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.mail.links import token_of
from models.hand_ins import HandIn
from models.outbox import OutboxMessage
from tests.conftest import Browser
from tests.page_rules import parse, posted_forms

SECRET_TEXT = "Vårt plåster Silverhinna släpper igenom bakterier efter en vecka"
_numbers = count(1)


@dataclass
class Sender:
    """Somebody who hands in needs in a browser of their own."""

    app: Flask
    session: Session
    browser: Browser
    email: str

    def filled_in(self, **typed: str) -> dict[str, str]:
        """Return the form as it is sent."""
        return {
            "text": SECRET_TEXT,
            "title": "Tätt plåster",
            "company_name": f"Plåsterbolaget {next(_numbers)} AB",
            "contact_name": "Bo Ek",
            "contact_email": self.email,
            "asks_secrecy": "y",
            "agrees": "y",
            **typed,
        }

    def hand_in(self, **typed: str) -> int:
        """Send the form and return the status."""
        return int(self.browser.send("/hand-in", self.filled_in(**typed)).status_code)

    def letters(self) -> list[OutboxMessage]:
        """Return the letters to this address, the oldest first."""
        self.session.expire_all()
        mine = sa.select(OutboxMessage).where(OutboxMessage.to_address == self.email).order_by(OutboxMessage.id)
        return list(self.session.scalars(mine))

    def link(self, letter: OutboxMessage) -> str:
        """Return where a letter's link leads, as its reader sees it."""
        token = token_of(letter.link_seed or "", self.app.extensions["brygga"].secret_key)
        (line,) = [line for line in letter.body.splitlines() if "/hand-in/" in line]
        return "/" + line.format(token=token).split("/", 3)[3]

    def press(self, page: str, action: str | None = None, **typed: str) -> str:
        """Send the one form of a page, or the one with an action, and return where it leads."""
        forms = posted_forms(parse(self.browser.get(page).get_data(as_text=True)), page)
        form = next(each for each in forms if each.action == (action or page))
        answer = self.browser.post(form.action, data={**form.data, **typed})
        assert answer.status_code == 302, answer.get_data(as_text=True)
        return str(answer.location)

    def confirmed(self, **typed: str) -> tuple[HandIn, str]:
        """Hand in and confirm; return the record and the address of its own page."""
        assert self.hand_in(**typed) == 302
        own = self.press(self.link(self.letters()[-1]))
        found = self.session.scalars(sa.select(HandIn).order_by(HandIn.id.desc()).limit(1)).one()
        return found, own


@pytest.fixture
def sender(app: Flask, session: Session, anonymous: Browser) -> Sender:
    """A company that knows nobody."""
    return Sender(app, session, anonymous, f"bo{next(_numbers)}@foretag.example")
