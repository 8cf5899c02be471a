"""The two letters of an introduction as they are first written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from app.labels import time_words
from app.matches.commands import LetterCommand
from models.accounts import User
from models.infrastructures import Capability
from models.needs import Need
from models.people import Person
from models.vocabulary import Language


def draft_letters(
    need: Need,
    capability: Capability,
    *,
    contact: Person | None,
    infrastructure_address: str,
    account_holders: Sequence[User],
    actor: User,
    language: str,
) -> tuple[LetterCommand, LetterCommand]:
    """Return the company's letter and the unit's, with what both may read and no more.

    A letter holds the public layer of the need only. A company that has asked for secrecy is named in neither
    subject nor text of the unit's letter; the unit finds it behind the link. `account_holders` are who can open the
    link: the letter asks nobody else to sign in.
    """
    with force_locale(language):
        return (
            _company_letter(
                need,
                capability,
                contact=contact,
                infrastructure_address=infrastructure_address,
                actor=actor,
                language=language,
            ),
            _infrastructure_letter(
                need,
                capability,
                contact=contact,
                infrastructure_address=infrastructure_address,
                account_holders=account_holders,
                actor=actor,
                language=language,
            ),
        )


def _company_letter(
    need: Need,
    capability: Capability,
    *,
    contact: Person | None,
    infrastructure_address: str,
    actor: User,
    language: str,
) -> LetterCommand:
    infrastructure = capability.infrastructure
    infrastructure_name = _in(language, infrastructure.name_sv, infrastructure.name_en)
    paragraphs = [
        _("Hello %(name)s,", name=contact.name) if contact else _("Hello,"),
        _(
            "We think that %(unit)s can help you with “%(need)s”. What they offer: %(capability)s.",
            unit=infrastructure_name,
            need=need.title,
            capability=_in(language, capability.title_sv, capability.title_en),
        ),
        _("You reach the unit at %(address)s.", address=infrastructure_address) if infrastructure_address else "",
        _("Read more about them: %(website)s", website=infrastructure.website) if infrastructure.website else "",
        _(
            "The unit has got a letter too. They can read the public text about your need, and what you have let "
            "introduced units read. The rest stays with us."
        ),
        *_what_is_asked(),
        f"{actor.name}\n{actor.email}",
    ]
    to = contact.email or "" if contact else ""
    return LetterCommand(to, _("Introduction to %(unit)s", unit=infrastructure_name), _text(paragraphs))


def _infrastructure_letter(
    need: Need,
    capability: Capability,
    *,
    contact: Person | None,
    infrastructure_address: str,
    account_holders: Sequence[User],
    actor: User,
    language: str,
) -> LetterCommand:
    named = not need.company.secrecy_note
    company = need.company.name if named else _("A company")
    title = _in(language, capability.title_sv, capability.title_en)
    paragraphs = [
        _("Hello,"),
        _("%(company)s has a need that may fit what you do: %(capability)s.", company=company, capability=title),
        _("“%(need)s”", need=need.title),
        need.teaser,
        _way_in(infrastructure_address, account_holders),
        _("Contact at the company: %(name)s, %(email)s.", name=contact.name, email=contact.email)
        if named and contact
        else "",
        *_what_is_asked(),
        f"{actor.name}\n{actor.email}",
    ]
    return LetterCommand(
        infrastructure_address, _("A question from a company: %(capability)s", capability=title), _text(paragraphs)
    )


def _way_in(address: str, account_holders: Sequence[User]) -> str:
    """Return how whoever gets the unit's letter can read more: by signing in only where they have an account."""
    if not account_holders:
        return str(_("Write to me if you want to know more about the need."))
    if any(user.email == address.casefold() for user in account_holders):
        how = _("Sign in to Brygga to read more about the need, and to see whom to contact:")
    else:
        how = _("Those of you who have an account in Brygga can read more about the need there:")
    return f"{how}\n{_('{link}')}"


def _what_is_asked() -> tuple[str, ...]:
    """Return how a letter ends: what both parties are asked, with the signs for the times and the reader's link."""
    asked = _("Would you like a first meeting? Answer here, without signing in: yes, not now, or a question.")
    link = _("{answer}")
    return (
        _("{times}"),
        f"{asked}\n{link}",
        _("I will be in touch about a first meeting. Write to me if anything is unclear."),
    )


def times_told(times: Sequence[datetime], language: Language) -> str:
    """Return the times that an introduction proposes as its letters tell them; nothing where there are none."""
    if not times:
        return ""
    with force_locale(language.value):
        told = [f"– {time_words(time)}" for time in sorted(times)]
        return "\n".join((_("Times for a first meeting, as the clocks show in Sweden:"), *told))


def _text(paragraphs: Iterable[str]) -> str:
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _in(language: str, swedish: str, english: str) -> str:
    return (swedish or english) if language == "sv" else (english or swedish)
