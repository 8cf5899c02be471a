"""Letters as they arrive, and the links in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from flask import Flask

_LINK = re.compile(r"https?://[^/\s]+(/choose-password/\S+)")

Letters = Callable[[], list[EmailMessage]]


@pytest.fixture
def letters(app: Flask) -> Letters:
    """Send what waits, and return every letter that has arrived, the oldest first."""

    def arrived() -> list[EmailMessage]:
        done = app.test_cli_runner().invoke(args=["outbox", "send"])
        assert done.exit_code == 0, done.output
        folder = app.extensions["brygga"].mail_folder
        found = []
        for path in sorted(folder.glob("*.eml"), key=lambda each: each.stat().st_mtime_ns):
            letter = message_from_bytes(path.read_bytes(), policy=default)
            assert isinstance(letter, EmailMessage)
            found.append(letter)
        return found

    return arrived


def link_in(letter: EmailMessage) -> str:
    """Return the path of the link that lets somebody choose a password."""
    found = _LINK.search(letter.get_content())
    assert found, letter.get_content()
    return found[1]
