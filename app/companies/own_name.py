"""Whether a public text tells which company it is about: by its name, a part of it, an earlier name or its domain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from app.addresses import host_of
from app.likeness.names import COMMON, SHORTEST, telling_words, without_form
from models.base import swedish_sort_key
from models.organisations import Company

_SHORTEST_NAME: Final = 3
# What stands for å, ä and ö in a sort key.
_AS_IN_ADDRESSES: Final = str.maketrans("{|}", "aao")


def own_names_in(company: Company, *texts: str) -> list[str]:
    """Return what in public texts tells which company it is, in the words of its names; nothing where nothing does."""
    said = [_folded(text) for text in texts if text]
    phrases = {_folded(phrase): phrase for name in _names(company) for phrase in _telling(name)}
    phrases |= {_folded(domain): domain for domain in _domains(company)}
    found = {phrase for phrase in phrases if any(_stands_in(phrase, text) for text in said)}
    # A part of what was found whole is not told twice.
    whole = (each for each in found if not any(each != other and each in other for other in found))
    return [phrases[phrase] for phrase in sorted(whole)]


def _folded(text: str) -> str:
    """Return a text as words are compared: whatever its case and accents, and with a for å as in an address."""
    return " ".join(swedish_sort_key(word).translate(_AS_IN_ADDRESSES) for word in text.split())


def _names(company: Company) -> Iterable[str]:
    """Yield the name, and those it had before."""
    yield company.name
    yield from company.earlier_names or ()


def _telling(name: str) -> set[str]:
    """Return the name without its legal form, and each of its parts that few others have."""
    whole = without_form(name)
    is_telling = len(whole) >= _SHORTEST_NAME and whole.casefold() not in COMMON
    return telling_words(name) | ({whole} if is_telling else set())


def _domains(company: Company) -> set[str]:
    host = host_of(company.website) if company.website else None
    if not host:
        return set()
    labels = host.removeprefix("www.").split(".")
    own = labels[-2] if len(labels) > 1 else labels[0]
    return {own} if len(own) >= SHORTEST and own not in COMMON else set()


def _stands_in(phrase: str, text: str) -> bool:
    """Tell whether a phrase begins a word of a text: a name takes endings (Sagoliks) and joins (sagolikmetoden)."""
    spaced = r"[\W_]*".join(re.escape(word) for word in phrase.split())
    return re.search(rf"(?<!\w){spaced}", text) is not None
