"""What a letter quotes of texts that it is not to hold: whole sentences, and long runs of words within them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

# The shortest sentence that is taken for a quotation and not for words that anybody might write, in signs; and so many
# words in a row are one wherever they begin.
_TELLING: Final = 25
_RUN: Final = 7
_END = re.compile(r"\n|(?<=[.!?;:])\s")
_WORD = re.compile(r"\w+")


def quoted(letter: str, secret: Iterable[str | None], *, public: str) -> list[str]:
    """Return the sentences of secret texts that a letter quotes, whole or in part, each once and in their order.

    Case, signs and line breaks make no difference. What stands in a `public` text as well is no secret.
    """
    said, known = _plain(letter), _plain(public)
    sentences = (sentence.strip() for text in secret if text for sentence in _END.split(text))
    return list(dict.fromkeys(each for each in sentences if _is_quoted(each, said, known)))


def _is_quoted(sentence: str, said: str, known: str) -> bool:
    words = _words(sentence)
    runs = [words] if len(sentence) >= _TELLING else []
    runs += [words[start : start + _RUN] for start in range(len(words) - _RUN + 1)]
    told = (f" {' '.join(run)} " for run in runs if run)
    return any(each in said and each not in known for each in told)


def _plain(text: str) -> str:
    return f" {' '.join(_words(text))} "


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
