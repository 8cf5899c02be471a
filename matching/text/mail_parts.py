"""Finds what a pasted mail asks among greeting, company background, signature, disclaimer and the thread below it.

People paste whole mails into a field. What does not ask is covered with spaces, so that what is left stands at the same
offsets and can be quoted. Every rule would rather leave something in than cover what is asked: where hardly anything
would be left, the text is read as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from matching.text.mail_words import (
    ANNOUNCEMENT,
    ASKING,
    CLOSINGS,
    CONTACT_LINE,
    DISCLAIMER,
    GREETING,
    HEADER_LINE,
    QUOTED_LINE,
    SIGNATURE_MARK,
    SUBJECT_PREFIX,
    THREAD_START,
)
from matching.text.word_analysis import LONGEST_TEXT

# A text is read up to here, as everywhere.
# Where fewer words would be left, what was covered may be all there is.
_FEWEST_WORDS: Final = 6
# "Can you take this one?" above a mail that was sent on is shorter than this.
_COVERING_NOTE: Final = 14
# A shorter text has no background worth covering; a paragraph beside one that asks belongs to it.
_LONG: Final = 120
_SIGNATURE_LINES: Final = 14
_WORD = re.compile(r"\w+")
_BLANK = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class _MailLine:
    """One line of a text: `text[start:end]`, without its line break."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=4_000)
def asked_part(text: str) -> str:
    """Return the text with everything covered by spaces that is only mail around what is asked; the same length."""
    read = text[:LONGEST_TEXT]
    lines = list(_lines(read))
    kept = _without_thread(lines)
    for without in (_without_signature, _without_disclaimer, _without_greeting, _without_contact_lines):
        kept = _if_enough(without(kept), kept)
    kept = _if_enough(_without_background(kept), kept)
    kept = _if_enough(_without_announcements(kept), kept)
    return _covered(read, kept) + text[LONGEST_TEXT:]


def _lines(text: str) -> Iterator[_MailLine]:
    start = 0
    for line in text.split("\n"):
        yield _MailLine(start, start + len(line), line)
        start += len(line) + 1


def _words(lines: Sequence[_MailLine]) -> int:
    return sum(1 for line in lines for _word in _WORD.finditer(line.text))


def _if_enough(shorter: list[_MailLine], before: list[_MailLine]) -> list[_MailLine]:
    return shorter if _words(shorter) >= min(_FEWEST_WORDS, _words(before)) else before


def _covered(text: str, kept: Sequence[_MailLine]) -> str:
    """Return the text with all but the kept lines, in order, turned into spaces."""
    pieces: list[str] = []
    at = 0
    for line in kept:
        pieces += (_BLANK.sub(" ", text[at : line.start]), line.text)
        at = line.end
    return "".join((*pieces, _BLANK.sub(" ", text[at:])))


def _without_thread(lines: list[_MailLine]) -> list[_MailLine]:
    """Leave out quoted lines and everything below the head of an older mail, unless the mail above says nothing."""
    own = [line for line in lines if not QUOTED_LINE.match(line.text)]
    cut = next((place for place, line in enumerate(own) if place and THREAD_START.search(line.text)), len(own))
    above, below = own[:cut], own[cut:]
    above = [line for line in above if not HEADER_LINE.match(line.text)]
    if _words(above) >= (_COVERING_NOTE if _asks(below) else _FEWEST_WORDS) and (_asks(above) or not _asks(below)):
        return above
    # Sent on: the request is the older mail.
    rest = [line for line in own if not HEADER_LINE.match(line.text) and not THREAD_START.search(line.text)]
    return rest if _words(rest) >= _FEWEST_WORDS else lines


def _asks(lines: Sequence[_MailLine]) -> bool:
    return any(ASKING.search(line.text) for line in lines)


def _without_signature(lines: list[_MailLine]) -> list[_MailLine]:
    """Leave out a closing line and what follows it, where that is short enough to be a signature."""
    for place, line in enumerate(lines):
        if not place or not (CLOSINGS.match(line.text) or SIGNATURE_MARK.match(line.text)):
            continue
        after = [each for each in lines[place + 1 :] if each.text.strip()]
        if SIGNATURE_MARK.match(line.text) or len(after) <= _SIGNATURE_LINES or not _asks(after):
            return lines[:place]
    return lines


def _without_disclaimer(lines: list[_MailLine]) -> list[_MailLine]:
    disclaiming = {line for paragraph in _paragraphs(lines) if _disclaims(paragraph) for line in paragraph}
    return [line for line in lines if line not in disclaiming]


def _disclaims(paragraph: Sequence[_MailLine]) -> bool:
    return DISCLAIMER.search(" ".join(line.text for line in paragraph)) is not None


def _without_greeting(lines: list[_MailLine]) -> list[_MailLine]:
    """Cut a greeting from the first lines that hold anything."""
    kept, looked = [], 0
    for place, line in enumerate(lines):
        found = GREETING.match(line.text) if looked < 2 else None  # noqa: PLR2004 - "Hej!" and the line after it
        found = found or (SUBJECT_PREFIX.match(line.text) if place == 0 else None)
        looked += bool(line.text.strip())
        if found is None:
            kept.append(line)
        elif found.end() < len(line.text):
            kept.append(_MailLine(line.start + found.end(), line.end, line.text[found.end() :]))
    return kept


def _without_announcements(lines: list[_MailLine]) -> list[_MailLine]:
    """Cut sentences that only say that a request follows."""
    kept = []
    for line in lines:
        at = 0
        for found in ANNOUNCEMENT.finditer(line.text):
            kept.append(_MailLine(line.start + at, line.start + found.start(), line.text[at : found.start()]))
            at = found.end()
        kept.append(_MailLine(line.start + at, line.end, line.text[at:]))
    return kept


def _without_contact_lines(lines: list[_MailLine]) -> list[_MailLine]:
    return [line for line in lines if not CONTACT_LINE.match(line.text)]


def _without_background(lines: list[_MailLine]) -> list[_MailLine]:
    """Keep the paragraphs of a long text that ask, and their neighbours; all where none asks."""
    if _words(lines) <= _LONG:
        return lines
    paragraphs = _paragraphs(lines)
    asking = {place for place, paragraph in enumerate(paragraphs) if _asks(paragraph)}
    if not asking or len(paragraphs) == 1:
        return lines
    near = {place for each in asking for place in (each, each + 1)}
    return [line for place, paragraph in enumerate(paragraphs) if place in near for line in paragraph]


def _paragraphs(lines: Sequence[_MailLine]) -> list[list[_MailLine]]:
    """Return the lines in groups that blank lines part."""
    groups: list[list[_MailLine]] = [[]]
    for line in lines:
        if not line.text.strip():
            groups.append([])
        else:
            groups[-1].append(line)
    return [group for group in groups if group]
