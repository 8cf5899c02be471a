"""Whatever stands in the data, a report's PDF compiles; a sign that the font lacks is drawn as near as can be."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from app.reports.account import Account
from app.reports.blocks import AccountPart, ChartBlock, Remark, Tile, grid
from app.reports.paper import write_pdf
from app.web.bar_charts import Held, held_chart
from app.web.glyphs import MARK, drawable

pytestmark = pytest.mark.only_on("sqlite")


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Bra jobbat 😀", f"Bra jobbat {MARK}"),
        ("漢字 Ltd", f"{MARK}{MARK} Ltd"),
        ("ＡＢ", "AB"),
        ("Čapek", "Capek"),
        ("e\u0301 – å\n\u200b|\u2011|\x01|\u202f|", "é – å\n|-| | |"),
    ],
)
def test_a_sign_that_cannot_be_drawn_is_drawn_as_near_as_can_be(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


def account_of(text: str) -> Account:
    bars = held_chart(text, text, [Held(text, text, 1, 2, (text,))], heads=[text, text], legend=[text])
    blocks: list[Any] = [Remark(text), grid(text, [text], [[text]]), ChartBlock("bars", bars)]
    return Account("Rapport", text, (Tile(text, text, text),), text, (AccountPart("part", text, blocks),))


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=60, max_size=120))
def test_a_pdf_is_made_of_whatever_texts(app: Flask, texts: list[str]) -> None:
    with app.test_request_context(), force_locale("sv"):
        assert write_pdf(account_of("\n\n".join(texts)), texts, made_on=date(2026, 4, 2)).startswith(b"%PDF")


def test_a_word_that_no_line_holds_is_broken(app: Flask) -> None:
    with app.test_request_context(), force_locale("sv"):
        data = write_pdf(account_of("x" * 400), ["Lead"], made_on=date(2026, 4, 2))
    lines = "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).splitlines()
    assert not any("x" * 150 in line for line in lines[:60])
