"""What the engine reads in a capability's text while it is written: by its own reader, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.matchmaking import Matchmaker
from matching.hard_limits.elsewhere import elsewhere_spans
from matching.profiles import CapabilityProfile, Passage


@dataclass(frozen=True, slots=True)
class EngineReading:
    """The concepts that a text names, by their labels, and its sentences about what others do, which are left out."""

    concepts: tuple[str, ...]
    left_out: tuple[str, ...]


def read_texts(maker: Matchmaker, texts: Sequence[tuple[str, str, str]], language: str) -> EngineReading:
    """Return what the engine reads in texts, each (field, language, text); concepts are named in `language`."""
    passages = tuple(Passage(field, text, code) for field, code, text in texts)
    if not passages:
        return EngineReading((), ())
    with maker.engine() as engine:
        [document] = engine.extractor.capabilities([CapabilityProfile(id="", passages=passages)])
        named = [engine.extractor.knowledge.concepts[int(row)] for row in document.claimed[0]]
    labels = dict.fromkeys(maker.concept_label(each, language) for each in named)
    left_out = [text[start:end].strip() for _field, _code, text in texts for start, end in elsewhere_spans(text)]
    return EngineReading(tuple(labels), tuple(left_out))
