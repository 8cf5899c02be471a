"""The two letters of an introduction: their original text, and what is put in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask_babel import force_locale
from flask_babel import gettext as _

from app.labels import time_words
from app.mail import signs
from app.mail.signs import Sign
from app.mail.wording import LetterWording
from app.matches.commands import LetterCommand
from models.accounts import User
from models.infrastructures import Capability
from models.letter_templates import LetterKind
from models.needs import Need
from models.people import Person
from models.vocabulary import Language

# What may stand in each letter: nothing that its reader may not know.
_COMMON: Final = (signs.NEED, signs.CAPABILITY, signs.TIMES, signs.ANSWER, signs.LINK, signs.SENDER)
SIGNS: Final[Mapping[LetterKind, Sequence[Sign]]] = {
    LetterKind.COMPANY: (
        *(signs.GREETING, signs.COMPANY, signs.INFRASTRUCTURE, signs.INFRASTRUCTURE_ADDRESS, signs.WEBSITE),
        *_COMMON,
    ),
    LetterKind.INFRASTRUCTURE: (
        *(signs.COMPANY_MAYBE, signs.INFRASTRUCTURE, signs.TEASER, signs.READ_MORE, signs.CONTACT),
        *_COMMON,
    ),
}


@dataclass(frozen=True, slots=True)
class IntroducedParties:
    """Who is introduced, and who writes; `account_holders` are who can open the unit's link."""

    need: Need
    capability: Capability
    contact: Person | None
    infrastructure_address: str
    account_holders: Sequence[User]
    actor: User


def draft_letters(
    parties: IntroducedParties, *, language: Language, wordings: Mapping[LetterKind, LetterWording]
) -> tuple[LetterCommand, LetterCommand]:
    """Return the company's letter and the unit's as they are first written, with what both may read and no more.

    A letter holds the public layer of the need only. A company that has asked for secrecy is named in neither
    subject nor text of the unit's letter; the unit finds it behind the link.
    """
    with force_locale(language.value):
        company = wordings[LetterKind.COMPANY].with_values(_for_company(parties, language.value))
        infrastructure = wordings[LetterKind.INFRASTRUCTURE].with_values(_for_infrastructure(parties, language.value))
    contact = parties.contact
    return (
        LetterCommand(contact.email or "" if contact else "", company.subject, company.body),
        LetterCommand(parties.infrastructure_address, infrastructure.subject, infrastructure.body),
    )


def original_wording(kind: LetterKind, language: Language) -> LetterWording:
    """Return the text that a letter has until the office words it anew."""
    with force_locale(language.value):
        return _company_letter(language.value) if kind is LetterKind.COMPANY else _infrastructure_letter(language.value)


def _company_letter(language: str) -> LetterWording:
    infrastructure, need, capability = (
        each.written(language) for each in (signs.INFRASTRUCTURE, signs.NEED, signs.CAPABILITY)
    )
    paragraphs = (
        signs.GREETING.written(language),
        _(
            "We think that %(unit)s can help you with “%(need)s”. What they offer: %(capability)s.",
            unit=infrastructure,
            need=need,
            capability=capability,
        ),
        _("You reach the unit at %(address)s.", address=signs.INFRASTRUCTURE_ADDRESS.written(language)),
        _("Read more about them: %(website)s", website=signs.WEBSITE.written(language)),
        _(
            "The unit has got a letter too. They can read the public text about your need, and what you have let "
            "introduced units read. The rest stays with us."
        ),
        *_what_is_asked(language),
    )
    return LetterWording(_("Introduction to %(unit)s", unit=infrastructure), "\n\n".join(paragraphs))


def _infrastructure_letter(language: str) -> LetterWording:
    company, need, capability = (each.written(language) for each in (signs.COMPANY, signs.NEED, signs.CAPABILITY))
    paragraphs = (
        _("Hello,"),
        _("%(company)s has a need that may fit what you do: %(capability)s.", company=company, capability=capability),
        _("“%(need)s”", need=need),
        signs.TEASER.written(language),
        signs.READ_MORE.written(language),
        _("Contact at the company: %(contact)s.", contact=signs.CONTACT.written(language)),
        *_what_is_asked(language),
    )
    return LetterWording(_("A question from a company: %(capability)s", capability=capability), "\n\n".join(paragraphs))


def _what_is_asked(language: str) -> tuple[str, ...]:
    """Return how a letter ends: what both parties are asked, with the signs for the times and the reader's link."""
    asked = _("Would you like a first meeting? Answer here, without signing in: yes, not now, or a question.")
    return (
        signs.TIMES.written(language),
        f"{asked}\n{signs.ANSWER.written(language)}",
        _("I will be in touch about a first meeting. Write to me if anything is unclear."),
        signs.SENDER.written(language),
    )


def _for_company(parties: IntroducedParties, language: str) -> dict[Sign, str]:
    infrastructure, contact = parties.capability.infrastructure, parties.contact
    return {
        **_for_both(parties, language),
        signs.GREETING: _("Hello %(name)s,", name=contact.name) if contact else _("Hello,"),
        signs.COMPANY: parties.need.company.name,
        signs.INFRASTRUCTURE_ADDRESS: parties.infrastructure_address,
        signs.WEBSITE: infrastructure.website or "",
    }


def _for_infrastructure(parties: IntroducedParties, language: str) -> dict[Sign, str]:
    need, contact = parties.need, parties.contact
    named = not need.company.secrecy_note
    return {
        **_for_both(parties, language),
        signs.COMPANY_MAYBE: need.company.name if named else _("A company"),
        signs.TEASER: need.teaser,
        signs.READ_MORE: _way_in(parties.infrastructure_address, parties.account_holders),
        signs.CONTACT: ", ".join(filter(None, (contact.name, contact.email))) if named and contact else "",
    }


def _for_both(parties: IntroducedParties, language: str) -> dict[Sign, str]:
    infrastructure, capability = parties.capability.infrastructure, parties.capability
    return {
        signs.INFRASTRUCTURE: _in(language, infrastructure.name_sv, infrastructure.name_en),
        signs.NEED: parties.need.title,
        signs.CAPABILITY: _in(language, capability.title_sv, capability.title_en),
        signs.SENDER: f"{parties.actor.name}\n{parties.actor.email}",
    }


def _way_in(address: str, account_holders: Sequence[User]) -> str:
    """Return how whoever gets the unit's letter can read more: by signing in only where they have an account."""
    if not account_holders:
        return str(_("Write to me if you want to know more about the need."))
    if any(user.email == address.casefold() for user in account_holders):
        how = _("Sign in to Brygga to read more about the need, and to see whom to contact:")
    else:
        how = _("Those of you who have an account in Brygga can read more about the need there:")
    return f"{how}\n{_('{link}')}"


def times_told(times: Sequence[datetime], language: Language) -> str:
    """Return the times that an introduction proposes as its letters tell them; nothing where there are none."""
    if not times:
        return ""
    with force_locale(language.value):
        told = [f"– {time_words(time)}" for time in sorted(times)]
        return "\n".join((_("Times for a first meeting, as the clocks show in Sweden:"), *told))


def _in(language: str, swedish: str, english: str) -> str:
    return (swedish or english) if language == "sv" else (english or swedish)
