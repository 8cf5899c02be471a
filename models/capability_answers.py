"""How a capability's text is made of the answers to four questions, and read back as them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

# What a company sends, what is done, what it gets, what answers none of the four, and for whom it is not.
PARTS: Final = ("sends", "done", "gets", "text", "not_for")
_BETWEEN: Final = "\n\n"


def text_of(answers: Sequence[str]) -> str:
    """Return the text that everybody reads: the answers in the order of `PARTS`, a paragraph each."""
    return _BETWEEN.join(answer for answer in answers if answer)


def kept_answers(answers: Sequence[str]) -> list[str] | None:
    """Return answers as they are kept beside their text; None where nothing but running text was written."""
    whole = PARTS.index("text")
    return list(answers) if any(answer for at, answer in enumerate(answers) if at != whole) else None


def answers_of(text: str, kept: Sequence[str] | None) -> dict[str, str]:
    """Return a text by the questions it answers; one that was not written as answers stands whole under `text`."""
    if kept is not None and len(kept) == len(PARTS) and text_of(kept) == text:
        return dict(zip(PARTS, kept, strict=True))
    return {part: text if part == "text" else "" for part in PARTS}
