"""How a need is read: cleaned, and freed of the mail around what is asked; whoever reads or encodes one reads it so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matching.features.clean_reading import cleaned_passages, cleaned_profile
from matching.profiles import NeedProfile, Passage
from matching.text.mail_parts import asked_part


def passages_as_read(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return a need's passages as they are read; what is covered stands as spaces, so that offsets hold."""
    return tuple(replace(each, text=asked_part(each.text)) for each in cleaned_passages(passages))


def need_as_read(need: NeedProfile) -> NeedProfile:
    """Return a need as it is read; itself where that is how it is written."""
    clean = cleaned_profile(need)
    passages = passages_as_read(clean.passages)
    return clean if passages == clean.passages else replace(clean, passages=passages)
