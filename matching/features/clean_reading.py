"""Texts are read cleaned, whatever signs they are stored with, and quoted as they are stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.results import Quote, Reason
from matching.text.signs import clean_text, clean_with_places

Profile = TypeVar("Profile", NeedProfile, CapabilityProfile)


@lru_cache(maxsize=20_000)
def cleaned(passage: Passage) -> Passage:
    """Return a passage as it is read; it keeps the text that it was made from where that differs."""
    if passage.stored is not None:
        return passage
    found = clean_with_places(passage.text)
    return passage if found is None else replace(passage, text=found[0], stored=passage.text)


def cleaned_passages(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return passages as they are read."""
    return tuple(cleaned(passage) for passage in passages)


def cleaned_profile(profile: Profile) -> Profile:
    """Return a need or a capability as it is read; the same one where nothing is to be cleaned."""
    passages = cleaned_passages(profile.passages)
    tags = tuple(clean_text(tag) for tag in profile.tags)
    if passages == profile.passages and tags == profile.tags:
        return profile
    return replace(profile, passages=passages, tags=tags)


def as_stored(reasons: Sequence[Reason], need: NeedProfile, capability: CapabilityProfile) -> tuple[Reason, ...]:
    """Return reasons that quote what is stored, at its own offsets."""
    return tuple(
        replace(reason, need=_stored(reason.need, need), capability=_stored(reason.capability, capability))
        for reason in reasons
    )


def _stored(quote: Quote | None, profile: NeedProfile | CapabilityProfile) -> Quote | None:
    passage = next((each for each in profile.passages if quote is not None and each.field == quote.field), None)
    if quote is None or passage is None or passage.stored is None:
        return quote
    found = clean_with_places(passage.stored)
    if found is None:
        return quote
    _text, places = found
    start, end = places[quote.start], places[quote.end]
    return replace(quote, start=start, end=end, text=passage.stored[start:end])
