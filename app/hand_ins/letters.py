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
from models.accounts import User
from models.hand_ins import HandIn, HandInPurpose

_PATHS: Final = {HandInPurpose.CONFIRM: "confirm", HandInPurpose.OWN: "own", HandInPurpose.RESTORE: "restore"}


Words = Callable[[HandIn], Said]


def send(
    session: Session, post: Post, *, hand_in: HandIn, words: Words, purpose: HandInPurpose, actor: User | None = None
) -> str:
    """Put a letter with a new link in the outbox, in the company's language; return what its token is made from.

    An answer goes to the `actor`, where somebody of the office sends it.
    """
    seed = make_link(session, post, hand_in=hand_in, purpose=purpose)
    with force_locale(hand_in.language.value):
        said = words(hand_in)
        address = f"{post.base_url}/hand-in/{_PATHS[purpose]}/{TOKEN_PLACE}"
        ending = (f"{actor.name}\n{actor.email}",) if actor else ()
        body = "\n\n".join((_("Hello,"), f"{said.first}\n{address}", *said.rest, *ending))
    put_letters(
        session,
        [NewLetter(hand_in.contact_email, said.subject, body, link_seed=seed)],
        match_id=None,
        hand_in_id=hand_in.id,
        domain=host_of(post.base_url) or "localhost",
        reply_to=actor.email if actor else None,
    )
    return seed
