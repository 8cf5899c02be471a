"""What the letters to whoever hands in a need say: that there is something to read, and never what."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _

from app.hand_ins.limits import ANSWER_WORKING_DAYS, CONFIRM_LIFE, RESTORE_LIFE
from app.mail.signs import DAY
from models.clock import day_of
from models.hand_ins import HandIn


@dataclass(frozen=True, slots=True)
class Said:
    """A letter's subject and paragraphs; the link stands behind the first of them."""

    subject: str
    first: str
    rest: tuple[str, ...] = ()


def to_confirm(_hand_in: HandIn) -> Said:
    """Ask whether it was they who wrote. It names nobody: whoever gets it may know nothing of it."""
    return Said(
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


def received(hand_in: HandIn) -> Said:
    """Say that a need has come, and where it can be followed."""
    return Said(
        _("We have received your need"),
        _(
            "We have received the need that you handed in on %(day)s. You get an answer within %(days)d working days. "
            "On its own page you see how it goes, correct it or withdraw it:",
            day=_day(hand_in),
            days=ANSWER_WORKING_DAYS,
        ),
        (_kept_secret(),),
    )


def asked(hand_in: HandIn | None) -> Said:
    """Say that there is a question."""
    return Said(
        _("A question about your need"),
        _(
            "We have a question about the need that you handed in on %(day)s. Read it and answer here:",
            day=_day(hand_in),
        ),
        (_kept_secret(),),
    )


def accepted(hand_in: HandIn | None) -> Said:
    """Say that the office goes on with a need."""
    return Said(
        _("We go on with your need"),
        _(
            "We go on with the need that you handed in on %(day)s, and look for infrastructures that can help you. "
            "Here you see who may read what, and agree to it:",
            day=_day(hand_in),
        ),
        (_kept_secret(),),
    )


def declined(hand_in: HandIn | None) -> Said:
    """Say that the office does not go on with a need; why stands on its page."""
    return Said(
        _("An answer about your need"),
        _(
            "We cannot go on with the need that you handed in on %(day)s. Read why here:",
            day=_day(hand_in),
        ),
        (_kept_secret(),),
    )


def looked_at_again(hand_in: HandIn) -> Said:
    """Say that what was decided on a need is decided no longer."""
    return Said(
        _("We look at your need again"),
        _(
            "What we told you of the need that you handed in on %(day)s no longer holds: we look at it again. "
            "Here you see how it goes:",
            day=_day(hand_in),
        ),
        (_kept_secret(),),
    )


def question_taken_back(hand_in: HandIn) -> Said:
    """Say that a question need not be answered."""
    return Said(
        _("You need not answer our question"),
        _(
            "We have taken back our question about the need that you handed in on %(day)s. You need not answer it. "
            "Here you see how it goes:",
            day=_day(hand_in),
        ),
        (_kept_secret(),),
    )


def wording(hand_in: HandIn) -> Said:
    """Ask whether others may read what stands on the page."""
    return Said(
        _("May others read this about your need?"),
        _(
            "We have written what others may read about the need that you handed in on %(day)s. Read it, and agree or "
            "say no. Nobody outside our office reads it before you have agreed:",
            day=_day(hand_in),
        ),
        (_kept_secret(),),
    )


def wording_taken_back(hand_in: HandIn) -> Said:
    """Say that a wording need not be answered."""
    return Said(
        _("You need not answer about the text"),
        _(
            "We have taken back the new text about the need that you handed in on %(day)s. Others read what you agreed "
            "to before, and nothing else:",
            day=_day(hand_in),
        ),
        (_kept_secret(),),
    )


def restored(hand_in: HandIn) -> Said:
    """Say that a withdrawal is taken back."""
    return Said(
        _("Your need is no longer withdrawn"),
        _(
            "You have taken back that you withdrew the need that you handed in on %(day)s. Here you see how it goes, "
            "and can withdraw it:",
            day=_day(hand_in),
        ),
        (_kept_secret(),),
    )


def withdrawn(hand_in: HandIn) -> Said:
    """Say that a need is withdrawn, and until when that can be taken back."""
    return Said(
        _("Your need is withdrawn"),
        _(
            "The need that you handed in on %(day)s is withdrawn. Within %(days)d days you can take that back here:",
            day=_day(hand_in),
            days=RESTORE_LIFE.days,
        ),
        (_("Earlier links to it open nothing any longer."),),
    )


def _kept_secret() -> str:
    return str(_("Whoever has the link can read what you wrote and change it, so do not pass this letter on."))


def _day(hand_in: HandIn | None) -> str:
    """Return the day on which a need was handed in; of none in particular, the sign for it."""
    return day_of(hand_in.created_at).isoformat() if hand_in is not None else DAY.written(get_locale().language)
