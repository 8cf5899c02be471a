"""Signs of Unicode by what people see of them: invisible ones, spaces, hyphens, digits; all cleaning rests on this.

It imports nothing of ours, since forms, records, searches and the ranking must all read the same text. Written
down as ranges, so that every version of Python gives the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

# Code points that a page draws as nothing at all: soft hyphens, joiners, directions, fillers, selectors and tags
# (Default_Ignorable_Code_Point of Unicode 15, and the marks of interlinear annotation), and those that never will be
# a sign (Noncharacter_Code_Point).
_NO_SIGNS: Final = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_IGNORABLE: Final = _NO_SIGNS + (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# What stands for a space, all but the line ends and the tab.
_SPACES: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000"
_LINE_ENDS: Final = "\x0b\x0c\x85\u2028\u2029"
# Hyphens that are only drawn like one. Dashes and the minus sign mean something of their own and stay in texts.
_HYPHENS: Final = "\u2010\u2011\u2043\ufe63\uff0d"
_DASHES: Final = _HYPHENS + "\u2012-\u2015\u2212\u2e3a\u2e3b\ufe58\u02d7"

_INVISIBLE: Final = re.compile(f"[{_IGNORABLE}]")
# Joiners and selectors are part of an emoji, and of words in scripts that join letters by them.
_EMOJI_JOINED: Final = re.compile(
    r"(?:(?<=[\u2600-\u27bf\U0001f000-\U0001faff])|(?<=[\u2600-\u27bf\U0001f000-\U0001faff]\ufe0f))"
    r"\u200d(?=[\u2600-\u27bf\U0001f000-\U0001faff])"
)
_KEYCAP: Final = re.compile(r"(?<=[#*0-9])\ufe0f(?=\u20e3)")
_EMOJI_DRAWN: Final = re.compile(r"(?<=[\u00a9\u00ae\u2190-\u2bff\u3030\u303d\U0001f000-\U0001faff])\ufe0f")
_SCRIPT_JOINED: Final = re.compile(r"(?<=[\u0600-\u0dff])[\u200c\u200d](?=[\u0600-\u0dff])")
_KEPT: Final = re.compile(
    "|".join(f"(?:{each.pattern})" for each in (_EMOJI_JOINED, _EMOJI_DRAWN, _KEYCAP, _SCRIPT_JOINED))
)
_ANY_SPACE: Final = re.compile(f"[{_SPACES}]")
_ANY_LINE_END: Final = re.compile(f"\r\n|[\r{_LINE_ENDS}]")
_ANY_HYPHEN: Final = re.compile(f"[{_HYPHENS}]")
_ANY_DASH: Final = re.compile(f"[{_DASHES}]")


def clean_text(text: str) -> str:
    """Return a text as it is stored and read: what looks the same is the same.

    Invisible signs go, save where they draw an emoji or join letters of a script that needs them; unusual spaces and
    hyphens become the plain ones; line ends are the plain one; letters are composed (NFC); no space stands around it.
    Cleaning twice changes nothing.
    """
    return _clean(text).strip()


def _clean(text: str) -> str:
    text = _ANY_LINE_END.sub("\n", text)
    if text.isascii():
        return text
    text = _ANY_HYPHEN.sub("-", _ANY_SPACE.sub(" ", text))
    return unicodedata.normalize("NFC", without_invisible(text))


def without_invisible(text: str) -> str:
    """Return a text without the signs that nobody sees."""
    if text.isascii() or not _INVISIBLE.search(text):
        return text
    kept = _kept(text)
    return _INVISIBLE.sub(lambda found: found.group() if found.start() in kept else "", text)


def clean_line(text: str) -> str:
    """Return a cleaned text whose unusual line ends, which nobody types, are spaces; a typed one stays."""
    return clean_text(re.sub(f"[{_LINE_ENDS}]", " ", text))


def plain_number(text: str) -> str:
    """Return what was typed as a number with plain digits, hyphens and spaces, such as "556016-0680"."""
    text = plain_dashes(clean_line(_INVISIBLE.sub("", text)))
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def plain_dashes(text: str) -> str:
    """Return a text in which every dash and minus sign is a hyphen."""
    return _ANY_DASH.sub("-", text)


def _kept(text: str) -> set[int]:
    """Return the places of invisible signs that are part of what is seen."""
    return {found.start() for found in _KEPT.finditer(text)}


def clean_with_places(text: str) -> tuple[str, list[int]] | None:
    """Return a text cleaned but for the space around it, and where each of its signs begins in the text as given.

    One place more than there are signs: the last is where the last sign ends, so that `places[i]` to `places[j]` is
    what cleaned[i:j] was made from. None for a text that is clean already.
    """
    cleaned = _clean(text)
    if cleaned == text:
        return None
    kept, made, places = _kept(text), [], []
    start, end = 0, 0
    for start, end in _clusters(text):
        plain = "".join(
            sign for at, sign in enumerate(text[start:end], start) if at in kept or not _INVISIBLE.match(sign)
        )
        signs = unicodedata.normalize("NFC", _ANY_HYPHEN.sub("-", _ANY_SPACE.sub(" ", _ANY_LINE_END.sub("\n", plain))))
        made.append(signs)
        places += [start] * len(signs)
    # Letters that only join across clusters, as those of Hangul, leave the text as it is.
    return (cleaned, [*places, end]) if "".join(made) == cleaned else None


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of a text that are cleaned together: a sign, its accents and the invisible signs after it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at < len(text) and (
            unicodedata.combining(text[at]) or _INVISIBLE.match(text[at]) or text[at - 1 : at + 1] == "\r\n"
        ):
            continue
        yield start, at
        start = at
