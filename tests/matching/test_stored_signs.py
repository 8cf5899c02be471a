"""Invisible and look-alike signs in stored texts lose no term: they are read cleaned and quoted as stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.features.sentences import texts_of_need
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.results import Candidate
from matching.text.signs import clean_text, clean_with_places
from tests.matching.worlds import LetterEncoder, a_need, an_engine, three_capabilities

TODAY = date(2026, 3, 1)
ENCODERS = pytest.mark.parametrize("encoder", [None, LetterEncoder()], ids=["words alone", "with an encoder"])


def _between_letters(sign: str) -> Callable[[str], str]:
    return sign.join


SPOILS: dict[str, Callable[[str], str]] = {
    "soft hyphens": _between_letters("\u00ad"),
    "zero width": _between_letters("\u200b"),
    "word joiners": _between_letters("\u2060"),
    "byte order marks": lambda text: "\ufeff" + text + "\ufeff",
    "directions": lambda text: f"\u202e{text}\u202c",
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "thin spaces": lambda text: text.replace(" ", "\u2009"),
    "hyphens": lambda text: text.replace("-", "\u2011"),
    "letters apart": lambda text: text.replace("ö", "o\u0308").replace("ä", "a\u0308").replace("å", "a\u030a"),
    "line ends": lambda text: text.replace("\n", "\r\n"),
}


def _spoilt(passages: tuple[Passage, ...], spoil: Callable[[str], str]) -> tuple[Passage, ...]:
    return tuple(replace(passage, text=spoil(passage.text)) for passage in passages)


def _without_quotes(candidate: Candidate) -> tuple[object, ...]:
    reasons = [replace(reason, need=None, capability=None) for reason in candidate.reasons]
    return candidate.score, candidate.contributions, candidate.limits, reasons


def _quotes(candidate: Candidate, need: NeedProfile, offered: CapabilityProfile) -> list[tuple[str, str]]:
    """Return every quote as it reads and as it stands at its place in what is stored."""
    found = []
    for reason in candidate.reasons:
        for quote, passages in ((reason.need, need.passages), (reason.capability, offered.passages)):
            if quote is not None:
                texts = {passage.field: passage.text for passage in passages}
                found.append((quote.text, texts[quote.field][quote.start : quote.end]))
    return found


@ENCODERS
@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS)
def test_signs_that_nobody_sees_change_no_score_and_quotes_stay_verbatim(
    encoder: LetterEncoder | None, spoil: Callable[[str], str]
) -> None:
    need = a_need()
    plain = an_engine(encoder).rank(need, today=TODAY)
    spoilt_need = replace(need, passages=_spoilt(need.passages, spoil))
    spoilt_offers = [replace(each, passages=_spoilt(each.passages, spoil)) for each in three_capabilities()]
    engine = an_engine(encoder)
    engine.put(*spoilt_offers)
    ranked = engine.rank(spoilt_need, today=TODAY)
    assert [_without_quotes(each) for each in ranked.candidates] == [_without_quotes(each) for each in plain.candidates]
    offers = {each.id: each for each in spoilt_offers}
    read = 0
    for candidate, before in zip(ranked.candidates, plain.candidates, strict=True):
        quotes = _quotes(candidate, spoilt_need, offers[candidate.capability_id])
        known = _quotes(before, need, {each.id: each for each in three_capabilities()}[before.capability_id])
        assert all(text == stored for text, stored in quotes)
        assert [clean_text(text) for text, _stored in quotes] == [clean_text(text) for text, _stored in known]
        read += len(quotes)
    assert read >= 2
    assert engine.order(spoilt_need, today=TODAY) == an_engine(encoder).order(need, today=TODAY)
    assert texts_of_need(spoilt_need.passages) == texts_of_need(need.passages)


def test_an_encoder_reads_the_cleaned_text_only() -> None:
    encoder = LetterEncoder()
    engine = an_engine(encoder)
    engine.rank(a_need(), today=TODAY)
    read = encoder.encoded
    need = a_need()
    engine.rank(replace(need, id="other", passages=_spoilt(need.passages, SPOILS["soft hyphens"])), today=TODAY)
    assert encoder.encoded == read


@given(
    st.text()
    | st.text(alphabet="ab \u00ad\u200b\u200d\u030a\u0308\r\n\x85\u2011\u00a0o👩🔬\ufe0f\u1100\u1161", max_size=30)
)
@settings(max_examples=500)
def test_every_part_of_a_cleaned_text_has_its_place_in_the_stored_one(text: str) -> None:
    found = clean_with_places(text)
    if found is None:
        return
    cleaned, places = found
    assert cleaned.strip() == clean_text(text)
    assert len(places) == len(cleaned) + 1
    assert places == sorted(places)
    for at in range(len(cleaned)):
        part = text[places[at] : places[at + 1]] or text[places[at] :]
        assert part
