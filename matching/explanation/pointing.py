"""Which words of both sides a concept's reason points at."""

from __future__ import annotations

from dataclasses import replace

from matching.explanation.evidence import Evidence
from matching.explanation.sentence_pairs import SentencePairs


def nearest_words(
    concept: str, row: int, mine: Evidence, theirs: Evidence, met: SentencePairs
) -> tuple[Evidence, Evidence]:
    """Return the evidence at the words that answer each other best.

    Where a capability is tagged with the concept, all of it is about that, and any sentence may answer.
    """
    asked, offered = met.asked, met.offered
    if concept in offered.tags and met.worth.size:
        named = None if mine.place is None else mine.segment
        clause, sentence = met.about(asked.likeness[:, row], offered.likeness[:, row] * offered.asks, named)
        place = next((each for each in offered.names.get(concept, ()) if each.segment == sentence), None)
        return replace(mine, segment=clause), replace(theirs, segment=sentence, place=place)
    if theirs.place is not None:
        place = met.mention(mine.segment, offered.names.get(concept) or [theirs.place])
        return mine, replace(theirs, segment=place.segment, place=place)
    return mine, theirs
