"""The letters to whoever hands in a need, each with a link of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.accounts.password_links import Post
from app.addresses import host_of
from app.hand_ins import words
from app.hand_ins.links import make_link
from app.hand_ins.words import Said
from app.mail.letters import NewLetter
from app.mail.links import TOKEN_PLACE
from app.mail.outbox import put_letters
from app.mail.signs import DAY, OWN_PAGE, SENDER
from app.mail.wording import LetterWording, wording_in_use
from app.matches.commands import LetterCommand
from app.matches.mail_room import LINK_SIGNS
from models.accounts import User
from models.clock import day_of
from models.hand_ins import HandIn, HandInPurpose
from models.letter_templates import LetterKind
from models.vocabulary import Language

_PATHS: Final = {HandInPurpose.CONFIRM: "confirm", HandInPurpose.OWN: "own", HandInPurpose.RESTORE: "restore"}


Words = Callable[[HandIn], Said]
# The letters that somebody of the office reads through before they go, and that can be worded anew.
TRIAGE: Final[Mapping[LetterKind, Callable[[HandIn | None], Said]]] = {
    LetterKind.ACCEPTED: words.accepted,
    LetterKind.ASKED: words.asked,
    LetterKind.DECLINED: words.declined,
}
SIGNS: Final = (OWN_PAGE, DAY, SENDER)


def write(hand_in: HandIn, said_by: Words, actor: User | None = None) -> LetterCommand:
    """Return a letter as it is first written, in the company's language, with the sign for its link."""
    with force_locale(hand_in.language.value):
        said = said_by(hand_in)
        ending = (f"{actor.name}\n{actor.email}",) if actor else ()
        body = "\n\n".join((_("Hello,"), f"{said.first}\n{_('{link}')}", *said.rest, *ending))
        return LetterCommand(hand_in.contact_email, said.subject, body)


def original_wording(kind: LetterKind, language: Language) -> LetterWording:
    """Return the text that a letter has until the office words it anew."""
    with force_locale(language.value):
        said = TRIAGE[kind](None)
        first = f"{said.first}\n{OWN_PAGE.written(language.value)}"
        body = "\n\n".join((_("Hello,"), first, *said.rest, SENDER.written(language.value)))
        return LetterWording(said.subject, body)


def draft(session: Session, hand_in: HandIn, kind: LetterKind, actor: User) -> LetterCommand:
    """Return a letter that answers a company, in its language, as it is first written with the text in use."""
    original = original_wording(kind, hand_in.language)
    values = {DAY: day_of(hand_in.created_at).isoformat(), SENDER: f"{actor.name}\n{actor.email}"}
    letter = wording_in_use(session, kind, hand_in.language, original=original).with_values(values)
    return LetterCommand(hand_in.contact_email, letter.subject, letter.body)


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
