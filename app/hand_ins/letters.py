"""The letters to whoever hands in a need, each with a link of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.accounts.password_links import Post
from app.addresses import host_of
from app.hand_ins.links import make_link
from app.hand_ins.words import Said
from app.mail.letters import NewLetter
from app.mail.links import TOKEN_PLACE
from app.mail.outbox import put_letters
from app.matches.commands import LetterCommand
from app.matches.mail_room import LINK_SIGNS
from models.accounts import User
from models.hand_ins import HandIn, HandInPurpose

_PATHS: Final = {HandInPurpose.CONFIRM: "confirm", HandInPurpose.OWN: "own", HandInPurpose.RESTORE: "restore"}


Words = Callable[[HandIn], Said]


def write(hand_in: HandIn, words: Words, actor: User | None = None) -> LetterCommand:
    """Return a letter as it is first written, in the company's language, with the sign for its link."""
    with force_locale(hand_in.language.value):
        said = words(hand_in)
        ending = (f"{actor.name}\n{actor.email}",) if actor else ()
        body = "\n\n".join((_("Hello,"), f"{said.first}\n{_('{link}')}", *said.rest, *ending))
        return LetterCommand(hand_in.contact_email, said.subject, body)


def send(
    session: Session, post: Post, *, hand_in: HandIn, words: Words, purpose: HandInPurpose, actor: User | None = None
) -> str:
    """Send a letter as it is first written; what is sent and returned, `put` tells."""
    letter = write(hand_in, words, actor)
    return put(session, post, hand_in=hand_in, letter=letter, purpose=purpose, actor=actor)


def put(
    session: Session,
    post: Post,
    *,
    hand_in: HandIn,
    letter: LetterCommand,
    purpose: HandInPurpose,
    actor: User | None = None,
) -> str:
    """Put a letter in the outbox with a new link in the place of the sign; return what the link's token is made from.

    An answer goes to the `actor`, where somebody of the office sends it.
    """
    seed = make_link(session, post, hand_in=hand_in, purpose=purpose)
    body = letter.body
    for sign in LINK_SIGNS:
        body = body.replace(sign, f"{post.base_url}/hand-in/{_PATHS[purpose]}/{TOKEN_PLACE}")
    put_letters(
        session,
        [NewLetter(letter.to, letter.subject, body, link_seed=seed)],
        match_id=None,
        hand_in_id=hand_in.id,
        domain=host_of(post.base_url) or "localhost",
        reply_to=actor.email if actor else None,
    )
    return seed
