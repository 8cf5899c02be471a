"""How letters look with the data of a match that is on record, in both languages, before any is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from sqlalchemy.orm import Session, joinedload

from app.letters.kinds import LETTERS
from app.mail.signs import ANSWER, DAY, LINK, OWN_PAGE, SENDER, TIMES
from app.mail.wording import LetterWording, wording_in_use
from app.matches.drafting import INTRODUCTION_KINDS, find_parties
from app.matches.letters import draft_letters, times_told
from app.matches.queries import office_matches, with_parties
from app.people.present import find_contact
from models.accounts import User
from models.clock import moment_of, today
from models.letter_templates import LetterKind
from models.matches import Match
from models.needs import Need
from models.vocabulary import Language

_OFFERED = 20
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter as its reader would get it; `to` is its address, where there is one."""

    language: Language
    to: str
    subject: str
    body: str


def list_matches(session: Session, actor: User) -> Sequence[Match]:
    """Return the matches that letters can be shown with, those changed last first."""
    latest = office_matches(actor).order_by(Match.updated_at.desc(), Match.id.desc()).limit(_OFFERED)
    loaded = latest.options(*with_parties(), joinedload(Match.need).joinedload(Need.contact))
    return session.scalars(loaded).all()


def wordings_with(
    session: Session, kind: LetterKind, language: Language, mine: LetterWording | None
) -> dict[Language, LetterWording]:
    """Return a letter's text in both languages; in one it is what somebody has just written, where they have."""
    found = {
        each: wording_in_use(session, kind, each, original=LETTERS[kind].original(kind, each)) for each in Language
    }
    return {**found, language: mine} if mine is not None else found


def show_letters(
    session: Session,
    actor: User,
    kind: LetterKind,
    wordings: Mapping[Language, LetterWording],
    match: Match | None,
    *,
    base_url: str,
) -> list[Preview]:
    """Return a letter in both languages; one of an introduction with the data of a match, without which there is none.

    Links that are made when a letter is sent end with an ellipsis, and the times are an example.
    """
    if kind not in INTRODUCTION_KINDS:
        return [_answer(actor, wording, language, base_url) for language, wording in wordings.items()]
    if match is None:
        return []
    contact = find_contact(session, match.need, today=today())
    parties = find_parties(session, match.need, match.capability, contact=contact, actor=actor)
    shown = []
    for language, wording in wordings.items():
        letters = draft_letters(parties, language=language, wordings=dict.fromkeys(INTRODUCTION_KINDS, wording))
        letter = letters[INTRODUCTION_KINDS.index(kind)]
        sent = LetterWording(letter.subject, letter.body).with_values(
            {
                LINK: f"{base_url}/matches/{match.id}",
                ANSWER: f"{base_url}/answer/{_ELLIPSIS}",
                TIMES: times_told([moment_of(today() + timedelta(days=7), time(10))], language),
            }
        )
        shown.append(Preview(language, letter.to, sent.subject, sent.body))
    return shown


def _answer(actor: User, wording: LetterWording, language: Language, base_url: str) -> Preview:
    own_page = f"{base_url}/hand-in/own/{_ELLIPSIS}"
    letter = wording.with_values({OWN_PAGE: own_page, DAY: today().isoformat(), SENDER: f"{actor.name}\n{actor.email}"})
    return Preview(language, "", letter.subject, letter.body)
