"""Finds two needs in one text: where the text turns from one thing to another, and no unit answers both.

A chain of work on one thing is one need, however many methods it takes. So a turn alone is not enough: the text says
that something else follows, or both parts ask; and what answers one part best answers the other badly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from matching.engine import Engine
from matching.features.as_read import passages_as_read
from matching.profiles import NeedProfile, Passage
from matching.results import RankedPlace
from matching.several.joints import Joint
from matching.several.pieces import Piece, about, overlap, pieces_of
from matching.several.turns import Turn, turns
from matching.text.word_analysis import fold

Span = tuple[int, int]
Spans = Mapping[str, tuple[Span, ...]]

_TITLE: Final = "title"
# How well the best for one part may answer the other, by what joins them; see docs/decisions.
_MOST_ACROSS: Final = {Joint.ANOTHER: 0.9, Joint.ITEM: 0.5, Joint.MORE: 0.5, Joint.NONE: 0.5}
_MOST_ACROSS_BY_WORDS: Final = {Joint.ANOTHER: 0.7, Joint.ITEM: 0.37, Joint.MORE: 0.37, Joint.NONE: 0.13}
# A sentence elsewhere belongs to the part that it is this much liker to; otherwise to both.
_CLEARLY: Final = 1.5


@dataclass(frozen=True, slots=True)
class Part:
    """One of two needs: its sentences as (start, end) by field, the text around the turn, and its best answer.

    The title is of the whole and of neither part.
    """

    spans: Spans
    asked: str
    best: RankedPlace


@dataclass(frozen=True, slots=True)
class TwoNeeds:
    """Two needs in one text; each sentence is in at least one of them."""

    first: Part
    second: Part


def find(
    engine: Engine,
    need: NeedProfile,
    *,
    today: date,
    among: Callable[[NeedProfile], Sequence[str] | None] = lambda _part: None,
) -> TwoNeeds | None:
    """Return the two needs in a text, or None where it holds one.

    `among` gives the ids that are ranked for a part; the parts are ranked only where the text turns.
    """
    passages = passages_as_read(need.passages)
    turn = min(turns(engine.extractor, passages), key=lambda each: (each.in_common, each.passage.field), default=None)
    if turn is None:
        return None
    spans = _divided(engine, passages, turn)
    parts = [
        replace(need, id=f"{need.id}/{place}", passages=_own(passages, mine, other))
        for place, (mine, other) in enumerate((spans, spans[::-1]))
    ]
    bests = _apart(engine, parts, today, among, turn.joint)
    if bests is None:
        return None
    asked = (turn.passage.text[: turn.at], turn.passage.text[turn.at :])
    first, second = (Part(where, said, best) for where, said, best in zip(spans, asked, bests, strict=True))
    return TwoNeeds(first, second)


def _divided(engine: Engine, passages: Sequence[Passage], turn: Turn) -> tuple[Spans, Spans]:
    """Return the spans of both parts by field; a sentence that is as like either stands in both."""
    first: dict[str, tuple[Span, ...]] = {}
    second: dict[str, tuple[Span, ...]] = {}
    for passage in passages:
        if passage.field == _TITLE:
            continue
        if passage is turn.passage:
            first[passage.field], second[passage.field] = ((0, turn.at),), ((turn.at, len(passage.text)),)
            continue
        pieces = pieces_of(passage)
        whole = ((0, len(passage.text)),)
        first[passage.field] = second[passage.field] = whole
        if pieces:
            likes = _likeness(engine, pieces, turn)
            spans = [(piece, a * _CLEARLY >= b, b * _CLEARLY >= a) for piece, (a, b) in zip(pieces, likes, strict=True)]
            first[passage.field] = tuple((piece.start, piece.end) for piece, mine, _other in spans if mine)
            second[passage.field] = tuple((piece.start, piece.end) for piece, _other, mine in spans if mine)
    return first, second


def _likeness(engine: Engine, pieces: Sequence[Piece], turn: Turn) -> Iterator[tuple[float, float]]:
    """Yield how like each piece is to both sides of a turn: in what it is about, and in words of one side only."""
    text = turn.passage.text
    first, second = (_words(engine, side) for side in (text[: turn.at], text[turn.at :]))
    rows = about(engine.extractor, [piece.said for piece in pieces])
    for piece, row in zip(pieces, rows, strict=True):
        said = _words(engine, piece.said)
        yield (
            overlap(row, turn.sides[0]) * (1 + len(said & (first - second))),
            overlap(row, turn.sides[1]) * (1 + len(said & (second - first))),
        )


def _words(engine: Engine, text: str) -> set[str]:
    tokens = (token for token in engine.extractor.analyser.tokens(text) if not token.stop)
    return {fold(word) for token in tokens for word in (token.lemma, *token.parts)}


def _own(passages: Sequence[Passage], mine: Spans, other: Spans) -> tuple[Passage, ...]:
    """Return what is said in one part only: what both share would make them alike."""
    own = ((each, [span for span in mine.get(each.field, ()) if span not in other[each.field]]) for each in passages)
    return tuple(
        Passage(each.field, " ".join(each.text[start:end].strip() for start, end in spans), each.language)
        for each, spans in own
        if spans
    )


def _apart(
    engine: Engine,
    parts: Sequence[NeedProfile],
    today: date,
    among: Callable[[NeedProfile], Sequence[str] | None],
    how: Joint,
) -> tuple[RankedPlace, RankedPlace] | None:
    """Return the best for each part, or None where the best for one answers the other as well."""
    found = [among(part) for part in parts]
    ids = None if any(each is None for each in found) else sorted({every for each in found for every in each or ()})
    first, second = (engine.order(part, today=today, among=ids) for part in parts)
    if not first or not second or not first[0].score or not second[0].score:
        return None
    in_first, in_second = ({place.id: place.score for place in order} for order in (first, second))
    across = max(in_second[first[0].id] / second[0].score, in_first[second[0].id] / first[0].score)
    limits = _MOST_ACROSS if engine.extractor.has_encoder else _MOST_ACROSS_BY_WORDS
    return (first[0], second[0]) if across < limits[how] else None
