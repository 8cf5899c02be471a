"""Where a text may turn from one need to another: before a piece that is about something else, and says so or asks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from matching.arrays import RealArray
from matching.features.extractor import Extractor
from matching.profiles import Passage
from matching.several.joints import Joint, asks, is_item, joint, points_back
from matching.several.pieces import Piece, about, overlap, pieces_of

# Where a turn may lie: what a company wants and under which conditions follows from what it asks for.
_ASKED_IN: Final = ("teaser", "infrastructure_text", "text")
# How much the parts may have in common, by what joins them. It cannot be told without an encoder; see docs/decisions.
_MOST_IN_COMMON: Final = {Joint.ANOTHER: 0.5, Joint.ITEM: 0.25, Joint.MORE: 0.2, Joint.NONE: 0.15}


@dataclass(frozen=True, slots=True)
class Turn:
    """A place in a passage where it may turn, before a piece, and how the parts are joined there."""

    passage: Passage
    pieces: tuple[Piece, ...]
    before: int
    joint: Joint
    in_common: float
    sides: tuple[RealArray, RealArray]

    @property
    def at(self) -> int:
        """Return the offset where the second part begins."""
        return self.pieces[self.before].start


def turns(extractor: Extractor, passages: Sequence[Passage]) -> Iterator[Turn]:
    """Yield the places where a text may turn: at most one for each way of joining, in each passage."""
    limits = _MOST_IN_COMMON if extractor.has_encoder else dict.fromkeys(Joint, math.inf)
    for passage in passages:
        pieces = pieces_of(passage) if passage.field in _ASKED_IN else ()
        places = [place for place in range(1, len(pieces)) if _may_turn(passage, pieces, place)]
        if not places:
            continue
        likely = about(extractor, [piece.said for piece in pieces])
        sums = likely.cumsum(axis=0)
        for place in places:
            sides = (sums[place - 1] / place, (sums[-1] - sums[place - 1]).clip(0.0) / (len(pieces) - place))
            how = joint(passage.text[pieces[place].start :])
            if (common := overlap(*sides)) < limits[how]:
                yield Turn(passage, pieces, place, how, common, sides)


def _may_turn(passage: Passage, pieces: Sequence[Piece], place: int) -> bool:
    before, after = passage.text[: pieces[place].start], passage.text[pieces[place].start :]
    how = joint(after)
    if how is Joint.ANOTHER:
        return True
    if points_back(after):
        return False
    if how is Joint.ITEM:
        return is_item(passage.text[pieces[place - 1].start :])
    return asks(before) and asks(after[: pieces[place].end - pieces[place].start])
