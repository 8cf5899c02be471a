"""Finds what a text turns down ("inte djurförsök", "no animal work"), in Swedish, Norwegian, Danish and English.

A wrongly found exclusion hides the right answer, a missed one only leaves a wrong answer in the list: every rule here
prefers to miss. Not being able, not having and not having to are no exclusions ("vi kan inte", "we have no", "krävs
inte"), nor is doubt ("vet inte om") or "not only".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matching.hard_limits.negation_words import (
    CLAUSE_END,
    CUES,
    NEGATION,
    PREFERENCE,
    SENTENCE_END,
    SOMETHING_ELSE,
    WORD,
    Cue,
    Force,
)
from matching.hard_limits.refused_trials import REFUSED_TRIALS
from matching.hard_limits.refusing_words import AFTERWARDS, HEADING, LACKING, ROW, SMALL_PRINT
from matching.text.word_analysis import LONGEST_TEXT

MOST_WORDS = 7  # words that a "no" can reach; longer phrases are about something else
LONGEST_CLAUSE = 200  # characters looked at before a "no"
_WITHOUT = re.compile("utan|uten|uden|without", re.IGNORECASE)
_DOUBT = re.compile(r"\b(?:om|oklart|osäkert|varför|whether|if|why|unclear)\b", re.IGNORECASE)
_LINE_END = re.compile(r"[.\n\r]")
_LISTED = re.compile(r"[^,;/]+")
_SENTENCE = re.compile(r"[.!?]\s|[\n\r]")
# A line that ends without a stop and goes on in small letters.
_RUNS_ON = re.compile(r"(?<=[^\s.:;!?])[ \t]*[\n\r]{1,2}[ \t]*(?=[a-zåäöæø])")
_LONGEST_SENTENCE = 600  # characters before a refusal in which its sentence begins
_PREFERENCE_REACH = 25  # characters between "helst" and the "utan" that it softens


@dataclass(frozen=True, slots=True)
class Refusal:
    """The part of a text that something turns down: `text[start:end]`, code points, without the turning words.

    `far` is False when only what stands right at the start is turned down: after "inte" most words are no things.
    """

    start: int
    end: int
    force: Force
    far: bool = True


def find_refusals(text: str) -> tuple[Refusal, ...]:
    """Return what the text turns down, in reading order; at most MOST_WORDS words for each."""
    text = joined(text[:LONGEST_TEXT])
    found = [refusal for cue in (*CUES, *REFUSED_TRIALS) for refusal in _following(text, cue)]
    found += [*_preceding(text, AFTERWARDS), *_preceding(text, ROW), *_listed(text)]
    found = [refusal for refusal in found if not _is_small_print(text, refusal)]
    return tuple(sorted(found, key=lambda refusal: (refusal.start, -refusal.force, refusal.end)))


def says_lacking(text: str, end: int) -> bool:
    """Tell whether what follows `end` says that the thing named just before is lacking or not needed."""
    return LACKING.match(text, end) is not None


def _following(text: str, cue: Cue) -> Iterator[Refusal]:
    """Yield what follows each place of a cue, up to the end of its clause."""
    for match in cue.words.finditer(text):
        end = _reach(text, match.end())
        if end == match.end() or _is_disarmed(text, match, cue):
            continue
        hedged = PREFERENCE.search(text, max(0, match.start() - _PREFERENCE_REACH), match.start())
        yield Refusal(match.end(), end, Force.HEDGED if hedged else cue.force, cue.far)


def _is_disarmed(text: str, match: re.Match[str], cue: Cue) -> bool:
    """Tell whether the clause around a cue makes it something else than a refusal."""
    before = text[_clause_start(text, match.start()) : match.start()]
    if cue.not_after is not None and cue.not_after.search(before):
        return True
    if not _WITHOUT.fullmatch(match.group().split()[0]):
        return False
    # "Inte masspektrometri utan NMR": this "utan" means "but", and what follows it is wanted. "Utan NMR vet vi inte":
    # what is not possible without a thing asks for it.
    after = CLAUSE_END.search(text, match.end(), match.end() + LONGEST_CLAUSE)
    rest = text[match.end() : after.start() if after else match.end() + LONGEST_CLAUSE]
    return NEGATION.search(before) is not None or NEGATION.search(rest) is not None


def _preceding(text: str, words: re.Pattern[str]) -> Iterator[Refusal]:
    """Yield what stands before "is out of the question" or a row's "no", back to the start of its clause."""
    for match in words.finditer(text):
        start = _clause_start(text, match.start())
        found = list(WORD.finditer(text, start, match.start()))[-MOST_WORDS:]
        before = text[start : match.start()]
        if found and not NEGATION.search(before) and not _DOUBT.search(before):
            yield Refusal(found[0].start(), found[-1].end(), Force.FIRM)


def _listed(text: str) -> Iterator[Refusal]:
    """Yield what a heading of things turned down lists on its line, one refusal for each."""
    headings = [*HEADING.finditer(text)]
    ends = [*(heading.start() for heading in headings[1:]), len(text)]
    for match, next_start in zip(headings, ends, strict=False):
        end = _LINE_END.search(text, match.end(), next_start)
        for thing in _LISTED.finditer(text, match.end(), end.start() if end else next_start):
            yield Refusal(thing.start(), thing.end(), Force.FIRM)


def joined(text: str) -> str:
    """Return a text of the same length in which a line that merely runs on is one with the next."""
    return _RUNS_ON.sub(lambda found: " " * len(found.group()), text)


def _is_small_print(text: str, refusal: Refusal) -> bool:
    """Tell whether a sentence is about the mail that it stands in."""
    earliest = max(0, refusal.start - _LONGEST_SENTENCE)
    start = max((found.end() for found in _SENTENCE.finditer(text, earliest, refusal.start)), default=earliest)
    return SMALL_PRINT.search(text, start, refusal.end) is not None


def _clause_start(text: str, end: int) -> int:
    start = max(0, end - LONGEST_CLAUSE)
    for boundary in SENTENCE_END.finditer(text, start, end):
        start = boundary.end()
    return start


def _reach(text: str, start: int) -> int:
    """Return where the words that a cue ending at `start` reaches end; `start` when it turns nothing down."""
    if SOMETHING_ELSE.match(text, start):
        return start
    boundary = CLAUSE_END.search(text, start, start + LONGEST_CLAUSE)
    stop = boundary.start() if boundary else min(len(text), start + LONGEST_CLAUSE)
    words = list(WORD.finditer(text, start, stop))[:MOST_WORDS]
    return words[-1].end() if words else start
