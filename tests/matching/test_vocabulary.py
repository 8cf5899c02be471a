"""The concept scheme: reading it, checking it, and what a change does to its version."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from matching.vocabulary import concepts as vocabulary
from matching.vocabulary.__main__ import main
from matching.vocabulary.concepts import Vocabulary, VocabularyError, Wordings, load
from matching.vocabulary.flaws import check
from seeds.files import shipped_vocabulary
from tests.matching.worlds import a_concept, small_vocabulary


def test_the_shipped_vocabulary_has_nothing_wrong_with_it() -> None:
    shipped = shipped_vocabulary()
    assert check(shipped) == []
    assert len(shipped) >= 1620


def test_every_concept_of_the_shipped_vocabulary_has_need_statements() -> None:
    bare = [concept.id for concept in shipped_vocabulary().concepts.values() if len(concept.needs) < 3]
    assert bare == []


def test_every_concept_is_offered_in_two_sentences_of_its_own_in_each_language() -> None:
    concepts = shipped_vocabulary().concepts.values()
    few = [each.id for each in concepts if sorted(language for language, _ in each.offers) != ["en", "en", "sv", "sv"]]
    assert few == []
    sentences = [text for concept in concepts for _language, text in concept.offers]
    assert len(set(sentences)) == len(sentences)


def test_the_version_changes_with_the_content_and_not_with_the_order() -> None:
    words = small_vocabulary()
    again = Vocabulary.of(reversed(list(words.concepts.values())))
    concept = words.concepts["microscopy"]
    more = replace(concept, wordings={**concept.wordings, "sv": Wordings("mikroskopi", ("mikroskopering",))})
    assert again.version == words.version
    assert Vocabulary.of([*list(words.concepts.values())[1:], more]).version != words.version


def test_broader_concepts_are_named_nearest_first() -> None:
    assert small_vocabulary().ancestors("electron-microscopy") == ["microscopy"]


def test_offers_are_read_and_checked_and_leave_what_was_trained_as_it_is() -> None:
    row = {"id": "a", "category": "x", "sv": {"label": "a"}, "en": {"label": "a"}}
    (bare,) = vocabulary.from_rows([row])
    (offered,) = vocabulary.from_rows([{**row, "offers": [{"lang": "sv", "text": "Vi gör a."}]}])
    (empty,) = vocabulary.from_rows([{**row, "offers": [{"lang": "fi", "text": " "}]}])
    assert offered.offers == (("sv", "Vi gör a."),)
    assert offered.digest() == bare.digest()
    assert {"a: a sentence of an offer is in an unknown language", "a: a sentence of an offer is empty"} <= set(
        check(Vocabulary.of([empty]))
    )


def test_a_circle_of_broader_concepts_is_found_and_does_no_harm() -> None:
    circle = Vocabulary.of([a_concept("a", "a", "a", broader="b"), a_concept("b", "b", "b", broader="a")])
    assert circle.ancestors("a") == ["b"]
    assert any("broader than itself" in problem for problem in check(circle))


def test_an_unknown_broader_concept_and_too_few_phrases_are_named() -> None:
    problems = check(Vocabulary.of([a_concept("a", "a", "a", broader="missing")]))
    assert any("missing is unknown" in problem for problem in problems)
    assert any("0 problem phrases in sv" in problem for problem in problems)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("category: x\nsv: X\nen: X\nconcepts:\n  - id: a\n    sv: {}\n    en: {label: a}\n", "'label'"),
        ("category: x\nsv: X\nen: X\nconcepts: []\n", "no concept found"),
        ("- just: a list\n", "x.yaml"),
        ("category: [\n", "x.yaml"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_a_sentence(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "x.yaml").write_text(content, "utf-8")
    with pytest.raises(VocabularyError, match=said):
        load(tmp_path)


def test_an_id_that_comes_twice_is_refused(tmp_path: Path) -> None:
    concept = "  - {id: a, sv: {label: a}, en: {label: a}}\n"
    (tmp_path / "x.yaml").write_text(f"category: x\nsv: X\nen: X\nconcepts:\n{concept}{concept}", "utf-8")
    with pytest.raises(VocabularyError, match="a: the id comes twice"):
        load(tmp_path)


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 1
    assert "no concept found" in capsys.readouterr().out
