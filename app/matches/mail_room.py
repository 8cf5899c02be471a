"""Letters of a match with the address of the match's page in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.mail.letters import NewLetter
from app.matches.commands import LetterCommand
from models.matches import Match

LINK_SIGNS = ("{länk}", "{link}")


@dataclass(frozen=True, slots=True)
class MailRoom:
    """What letters need to know of the installation: the address of a match's page, and the domain of message ids."""

    match_address: Callable[[int], str]
    domain: str


def addressed(letter: LetterCommand, match: Match, mail_room: MailRoom) -> NewLetter:
    """Return a letter with the address of the match in place of the sign for it."""
    address = mail_room.match_address(match.id)
    for sign in LINK_SIGNS:
        letter = replace(letter, body=letter.body.replace(sign, address), subject=letter.subject.replace(sign, address))
    return NewLetter(to=letter.to, subject=letter.subject, body=letter.body)
