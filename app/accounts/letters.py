"""The letters to an account's holder: an invitation, and a new password that was asked for."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _

from app.limits import INVITATION_LIFE, RESET_LIFE
from app.mail.letters import NewLetter
from app.mail.links import TOKEN_PLACE
from models.accounts import TokenPurpose, User
from models.vocabulary import Language


def write_letter(user: User, purpose: TokenPurpose, *, base_url: str) -> NewLetter:
    """Return the letter with its link, in the account's language; Swedish where none has been chosen."""
    address = f"{base_url}/choose-password/{purpose}/{TOKEN_PLACE}"
    with force_locale((user.language or Language.SV).value):
        if purpose is TokenPurpose.INVITATION:
            return _invitation(user, address, base_url)
        return _new_password(user, address)


def _invitation(user: User, address: str, base_url: str) -> NewLetter:
    paragraphs = (
        _("Hello %(name)s,", name=user.name),
        _("You have an account in Brygga, which brings companies together with research infrastructures."),
        _("Choose your password here:") + "\n" + address,
        _(
            "The link works once and for %(count)d hours. After that you get a new one from “Forgotten password” "
            "on the sign-in page: %(page)s",
            count=int(INVITATION_LIFE.total_seconds() // 3600),
            page=f"{base_url}/sign-in",
        ),
        _("If you did not expect this letter, you need not do anything."),
    )
    return NewLetter(user.email, _("Your account in Brygga"), "\n\n".join(paragraphs))


def _new_password(user: User, address: str) -> NewLetter:
    paragraphs = (
        _("Hello %(name)s,", name=user.name),
        _("Somebody, probably you, has asked for a new password to your account in Brygga."),
        _("Choose it here:") + "\n" + address,
        _("The link works once and for %(count)d minutes.", count=int(RESET_LIFE.total_seconds() // 60)),
        _("If it was not you, you need not do anything. Your password stays as it is."),
    )
    return NewLetter(user.email, _("New password to Brygga"), "\n\n".join(paragraphs))
