"""What of a text is denied and so speaks for nothing: what is turned down, and any other clause with a "no" in it.

Being unable, lacking and not knowing are wishes in disguise ("vi kan inte mäta pH själva"), and are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from matching.hard_limits.negation import LONGEST_CLAUSE, find_refusals, joined
from matching.hard_limits.negation_words import CLAUSE_END, SENTENCE_END
from matching.hard_limits.refusing_words import ANIMAL_FREE, ROW
from matching.text.word_analysis import LONGEST_TEXT

# These deny what follows them; the others the clause that they stand in.
_FOLLOWING: Final = re.compile(
    r"\b(?:ingen|inget|inga|ingenting|intet|utan|uten|uden|varken|hverken|verken|slipp\w*|undvik\w*|unngå|undgå|no|none|"
    r"without|neither|nor|nothing|avoid\w*)\b",
    re.IGNORECASE,
)
_IN_CLAUSE: Final = re.compile(
    r"\b(?:inte|ej|icke|ikke|aldrig|aldri|undanbedes|not|never|cannot|\w+n['’]t|nej|nei)\b", re.IGNORECASE
)
# What makes a "no" something else than a denial of the thing: lack, doubt, degree, a question, a double no.
_SPEAKS_STILL: Final = re.compile(
    r"\b(?:kan|kunde|kunnat|klarar|hinner|orkar|har|hade|haft|äger|finns|fanns|hittar|hittade|saknar|vet|visste|förstår|"
    r"ser|syns|märks|kommer\s+åt|räcker|lyckas|lyckats|fungerar|fungerade|funkar|går|gick|vågar|säkr\w+|vana|råd|tillgång|"
    r"bara|enbart|endast|minst|ens|varför|emot|tveka|problem|unable|can|can['’]t|could|couldn['’]t|have|haven['’]t|has|"
    r"had|know|knows|find|found|work|works|worked|see|seen|sure|able|possible|enough|only|just|why|hesitate|against|"
    r"in-house|ourselves|själva|experience|erfarenhet|ve[td]|kunne|kun|finner)\b|\?",
    re.IGNORECASE,
)
_ASKING: Final = re.compile(r"\b(?:hur|var|vad|vilk\w+|om|varför|how|where|what|which|whether|why|if)\b", re.IGNORECASE)
# "Vi vill testa på friska att huden inte blir röd" denies what follows "att" only.
_SUBORDINATE: Final = re.compile(r"\b(?:att|at|that)\b", re.IGNORECASE)

Span = tuple[int, int]


@lru_cache(maxsize=20_000)
def denied_spans(text: str) -> tuple[Span, ...]:
    """Return the denied parts of a text in reading order; they may overlap."""
    text = text[:LONGEST_TEXT]
    refused = [(refusal.start, refusal.end) for refusal in find_refusals(text)]
    refused += [found.span() for found in ANIMAL_FREE.finditer(text)]
    return tuple(sorted([*refused, *_negated(joined(text))]))


@lru_cache(maxsize=2_000)
def apart(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return spans in reading order with those that overlap made one."""
    found: list[Span] = []
    for start, end in spans:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _negated(text: str) -> Iterator[Span]:
    for pattern in (_FOLLOWING, _IN_CLAUSE):
        for found in pattern.finditer(text):
            start, end = _clause(text, found.start(), found.end())
            if _SPEAKS_STILL.search(text, start, min(len(text), end + 1)):
                continue
            if pattern is _FOLLOWING:
                yield found.start(), end
            else:
                asked = _ASKING.search(text, found.end(), end)
                subordinate = max(
                    (each.start() for each in _SUBORDINATE.finditer(text, start, found.start())), default=start
                )
                yield subordinate, asked.start() if asked else end
    for row in ROW.finditer(text):
        yield _clause(text, row.start(), row.end())[0], row.end()


def _clause(text: str, start: int, end: int) -> Span:
    """Return the clause around a place."""
    earliest, latest = max(0, start - LONGEST_CLAUSE), min(len(text), end + LONGEST_CLAUSE)
    first = max((found.end() for found in SENTENCE_END.finditer(text, earliest, start)), default=earliest)
    last = CLAUSE_END.search(text, end, latest)
    return first, last.start() if last else latest
