"""What two records share that may be one, as numbers that a table can be asked for: only those are compared.

So a record is compared with a few and never with all. A key is a number made of what is shared, so that the table
holds nobody's name or address a second time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from app.likeness.facts import ComparedCompany, ComparedPerson, Facts
from app.likeness.names import ComparedName

# A slip is seldom at both ends of a word.
_EDGE = 4
_LEAST_EDGE = 3


def keys_of(facts: Facts) -> frozenset[int]:
    """Return the keys of a record; two that the rule finds alike share one, but for rare slips."""
    texts = _company(facts) if isinstance(facts, ComparedCompany) else _person(facts)
    return frozenset(_number(text) for text in texts)


def _company(facts: ComparedCompany) -> Iterator[str]:
    if facts.number:
        yield f"number {facts.number}"
    if facts.host:
        yield f"site {facts.host}"
    for name in facts.names:
        yield f"name {name.joined[: 2 * _EDGE]}"
        yield from _edges(name)


def _person(facts: ComparedPerson) -> Iterator[str]:
    yield "person " + " ".join(sorted(facts.name.words))
    if facts.email:
        yield f"email {facts.email}"
    if facts.phone:
        yield f"phone {facts.phone}"
    for place, number in facts.places:
        yield f"{place} {number}"


def _edges(name: ComparedName) -> Iterator[str]:
    """Yield the ends of the words that tell a name apart; of a name without any, of all its words together."""
    for word in name.telling or (name.joined,):
        if len(word) >= _LEAST_EDGE:
            yield f"begins {word[:_EDGE]}"
            yield f"ends {word[-_EDGE:]}"


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
