"""The letters to whoever hands in a need: each says that there is something to read, and never what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.accounts.password_links import Post
from app.addresses import host_of
from app.hand_ins.limits import ANSWER_WORKING_DAYS, CONFIRM_LIFE, RESTORE_LIFE
from app.hand_ins.links import make_link
from app.mail.letters import NewLetter
from app.mail.links import TOKEN_PLACE
from app.mail.outbox import put_letters
from models.accounts import User
from models.clock import day_of
from models.hand_ins import HandIn, HandInPurpose

_PATHS: Final = {HandInPurpose.CONFIRM: "confirm", HandInPurpose.OWN: "own", HandInPurpose.RESTORE: "restore"}


@dataclass(frozen=True, slots=True)
class _Said:
    """A letter's subject and paragraphs; the link stands behind the first of them."""

    subject: str
    first: str
    rest: tuple[str, ...] = ()


Words = Callable[[HandIn], _Said]


def to_confirm(_hand_in: HandIn) -> _Said:
    """Ask whether it was they who wrote. It names nobody: whoever gets it may know nothing of it."""
    return _Said(
        _("Confirm the need that was handed in"),
        _("Somebody, probably you, has described a need to us and given this address. Confirm it here:"),
        (
            _(
                "The link works once and for %(days)d days. Nobody reads what was written until then, and what is not "
                "confirmed is forgotten.",
                days=CONFIRM_LIFE.days,
            ),
            _("If it was not you, you need not do anything."),
        ),
    )


def received(hand_in: HandIn) -> _Said:
    """Say that a need has come, and where it can be followed."""
    return _Said(
        _("We have received your need"),
        _(
            "We have received the need that you handed in on %(day)s. You get an answer within %(days)d working days. "
            "On its own page you see how it goes, correct it or withdraw it:",
            day=day_of(hand_in.created_at).isoformat(),
            days=ANSWER_WORKING_DAYS,
        ),
        (_kept_secret(),),
    )


def asked(hand_in: HandIn) -> _Said:
    """Say that there is a question."""
    return _Said(
        _("A question about your need"),
        _(
            "We have a question about the need that you handed in on %(day)s. Read it and answer here:",
            day=day_of(hand_in.created_at).isoformat(),
        ),
        (_kept_secret(),),
    )


def accepted(hand_in: HandIn) -> _Said:
    """Say that the office goes on with a need."""
    return _Said(
        _("We go on with your need"),
        _(
            "We go on with the need that you handed in on %(day)s, and look for infrastructures that can help you. "
            "Here you see who may read what, and agree to it:",
            day=day_of(hand_in.created_at).isoformat(),
        ),
        (_kept_secret(),),
    )


def declined(hand_in: HandIn) -> _Said:
    """Say that the office does not go on with a need; why stands on its page."""
    return _Said(
        _("An answer about your need"),
        _(
            "We cannot go on with the need that you handed in on %(day)s. Read why here:",
            day=day_of(hand_in.created_at).isoformat(),
        ),
        (_kept_secret(),),
    )


def looked_at_again(hand_in: HandIn) -> _Said:
    """Say that what was decided on a need is decided no longer."""
    return _Said(
        _("We look at your need again"),
        _(
            "What we told you of the need that you handed in on %(day)s no longer holds: we look at it again. "
            "Here you see how it goes:",
            day=day_of(hand_in.created_at).isoformat(),
        ),
        (_kept_secret(),),
    )


def withdrawn(hand_in: HandIn) -> _Said:
    """Say that a need is withdrawn, and until when that can be taken back."""
    return _Said(
        _("Your need is withdrawn"),
        _(
            "The need that you handed in on %(day)s is withdrawn. Within %(days)d days you can take that back here:",
            day=day_of(hand_in.created_at).isoformat(),
            days=RESTORE_LIFE.days,
        ),
        (_("Earlier links to it open nothing any longer."),),
    )


def _kept_secret() -> str:
    return str(_("Whoever has the link can read what you wrote and change it, so do not pass this letter on."))


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
