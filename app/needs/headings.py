"""A heading for a text that has none: its first sentence, on one line and not too long."""

from __future__ import annotations

from app.limits import NEED_TITLE_CUT
from matching.several.joints import without_joint
from matching.text.word_analysis import sentences


def heading_of(text: str) -> str | None:
    """Return the first sentence of a text that says more than a word, cut between words; None for no text."""
    first = sentences(text)
    if not first:
        return None
    plain = next((said for start, end in first if len((said := without_joint(text[start:end])).split()) > 1), text)
    words = " ".join(plain.split())
    if len(words) <= NEED_TITLE_CUT:
        return words
    return words[: NEED_TITLE_CUT + 1].rsplit(" ", 1)[0][:NEED_TITLE_CUT] + " …"
