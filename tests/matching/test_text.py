"""Words with their places: normal forms, lemmas, compounds, languages."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.text.language import detect
from matching.text.word_analysis import LONGEST_TEXT, Analyser, fold, sentences

ANALYSER = Analyser({"renrum", "cell", "linje", "mikroskop"})


def lemma(word: str, language: str = "sv") -> str:
    return ANALYSER.tokens(word, language)[0].lemma


def parts(word: str) -> tuple[str, ...]:
    return ANALYSER.tokens(word, "sv")[0].parts


@given(st.text(max_size=300))
def test_a_token_stands_at_its_offsets_in_any_text(text: str) -> None:
    for token in ANALYSER.tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert text[token.start : token.end].strip() == text[token.start : token.end]


def test_offsets_are_those_of_the_text_as_stored_even_when_accents_are_written_apart() -> None:
    text = unicodedata.normalize("NFD", "mätning av möss")
    first, last = ANALYSER.tokens(text, "sv")[0], ANALYSER.tokens(text, "sv")[-1]
    assert unicodedata.normalize("NFC", text[first.start : first.end]) == "mätning"
    assert (first.form, last.lemma) == ("mätning", "mus")


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("cellerna", "sv", "cell"),
        ("antikroppens", "sv", "antikropp"),
        ("mätningarna", "sv", "mätning"),
        ("möss", "sv", "mus"),
        ("measurements", "en", "measurement"),
        ("antibodies", "en", "antibody"),
    ],
)
def test_words_of_both_languages_have_dictionary_forms(word: str, language: str, expected: str) -> None:
    assert lemma(word, language) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("bröstcancerpatienter", ("bröst", "cancer", "patient")),
        ("läkemedelsutveckling", ("läkemedel", "utveckling")),
        ("renrumstillverkning", ("renrum", "tillverkning")),
        ("cellinjer", ("cell", "linje")),
        ("GI-patolog", ("gi", "patolog")),
        ("protein", ()),
    ],
)
def test_compounds_come_apart(word: str, expected: tuple[str, ...]) -> None:
    assert parts(word) == expected


def test_english_words_stay_whole() -> None:
    assert all(not token.parts for token in ANALYSER.tokens("manufacturing measurement interaction", "en"))


def test_hyphens_and_swedish_letters_do_not_separate_what_belongs_together() -> None:
    assert fold(lemma("cryo‑EM", "en")) == fold(lemma("cryo-EM", "en")) == fold("cryoem")
    assert fold("mätning") == fold("matning")


def test_capitals_make_an_acronym_and_a_function_word_in_capitals_is_none() -> None:
    tem, when = ANALYSER.tokens("TEM NÄR", "sv")
    assert tem.acronym
    assert not tem.stop
    assert when.stop


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi vill veta hur hårt den binder", "sv"),
        ("We want to know how tightly it binds", "en"),
        ("mätning", "sv"),
        ("", "en"),
        ("12 34 !!", "en"),
        ("Algoritmen fungerar bra på svenska patienter, said the FDA", "sv"),
    ],
)
def test_the_language_of_a_field_is_found(text: str, expected: str) -> None:
    assert detect(text) == expected


def test_only_the_beginning_of_an_endless_text_is_read() -> None:
    tokens = ANALYSER.tokens("cell " * 100_000, "sv")
    assert tokens[-1].end <= LONGEST_TEXT


def test_sentences_end_at_stops_and_lines() -> None:
    text = "Ett. Två? Tre\nFyra"
    assert [text[start:end].strip() for start, end in sentences(text)] == ["Ett", "Två", "Tre", "Fyra"]
