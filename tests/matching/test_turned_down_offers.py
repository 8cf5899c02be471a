"""A capability's text that turns something down does not offer it, in the form's reading as in the ranking."""

from __future__ import annotations

import pytest

from matching.hard_limits.elsewhere import elsewhere_spans


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("Fixed samples are imaged. Not for living cells.", ["Not for living cells"]),
        ("It is not for living cells; we measure fixed ones.", ["It is not for living cells"]),
        ("We do not take live-cell imaging.", ["We do not take live-cell imaging"]),
        ("Not intended for mass spectrometry.", ["Not intended for mass spectrometry"]),
        ("Inte för cellodling eller masspektrometri.", ["Inte för cellodling eller masspektrometri"]),
        ("Vi gör ingen masspektrometri, men flödescytometri.", ["Vi gör ingen masspektrometri"]),
        ("Passar inte för masspektrometri.", ["Passar inte för masspektrometri"]),
        ("We do not only run mass spectrometry.", []),
        ("Vi tar inte betalt för masspektrometri.", []),
        ("Vi gör masspektrometri, men inte för patienter.", []),
        ("Samples must not be frozen for mass spectrometry.", []),
    ],
)
def test_a_sentence_that_turns_down_is_left_out_to_its_clauses_end(text: str, left_out: list[str]) -> None:
    assert [text[start:end].strip(" .") for start, end in elsewhere_spans(text)] == left_out
