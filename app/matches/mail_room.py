"""Letters of a match with what their signs stand for: the match's page, the reader's own link, the proposed times."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.mail.letters import NewLetter
from app.mail.links import TOKEN_PLACE, new_seed, token_of
from app.mail.signs import ANSWER, LINK, TIMES
from app.matches.commands import LetterCommand
from models.accounts import token_hash
from models.matches import Match

LINK_SIGNS = LINK.forms
ANSWER_SIGNS = ANSWER.forms
TIMES_SIGNS = TIMES.forms
BODY_SIGNS = (*LINK_SIGNS, *ANSWER_SIGNS, *TIMES_SIGNS)


@dataclass(frozen=True, slots=True)
class MailRoom:
    """What letters need to know of the installation.

    The address of a match's page and the one that answers begin with, the domain of message ids, and the secret that
    links' tokens are made with.
    """

    match_address: Callable[[int], str]
    answer_address: str
    domain: str
    secret: str

    def hash_of(self, seed: str) -> str:
        """Return what the database keeps of the token that a seed makes."""
        return token_hash(token_of(seed, self.secret))


def addressed(letter: LetterCommand, match: Match, mail_room: MailRoom, *, times: str = "") -> NewLetter:
    """Return a letter with addresses and times in place of the signs for them.

    Where it asks for an answer it has a seed, and the token of the reader's own link is put in when it is sent.
    """
    subject = _put(letter.subject, LINK_SIGNS, mail_room.match_address(match.id))
    body = _put(letter.body, LINK_SIGNS, mail_room.match_address(match.id))
    asks = any(sign in body for sign in ANSWER_SIGNS)
    body = _put(body, ANSWER_SIGNS, mail_room.answer_address + TOKEN_PLACE)
    if not times:
        # A paragraph of its own goes whole.
        body = _put(body, [f"\n\n{sign}" for sign in TIMES_SIGNS], "")
    body = _put(body, TIMES_SIGNS, times).strip()
    return NewLetter(to=letter.to, subject=subject, body=body, link_seed=new_seed() if asks else None)


def _put(text: str, signs: Iterable[str], value: str) -> str:
    for sign in signs:
        text = text.replace(sign, value)
    return text
