"""Which language is written in where nobody asks for a page, and while another one is forced."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from app.web.forms.base import BaseForm
from app.web.forms.numbers import NumberField
from app.web.i18n import amount_in, current_language, relative_day, short_number
from models.clock import today


def test_without_an_application_it_is_swedish() -> None:
    assert current_language() == "sv"
    assert str(_l("Needs")) == "Needs"


def test_a_forced_language_holds_for_texts_and_days_and_ends(demo_app: Flask) -> None:
    write = demo_app.jinja_env.from_string("{{ _('Needs') }} {{ today()|relative_day }}").render
    with demo_app.test_request_context("/"):
        assert (write(), relative_day(today())) == ("Behov i dag", "i dag")
        with force_locale("en"):
            assert (write(), relative_day(today())) == ("Needs today", "today")
        assert (write(), relative_day(today())) == ("Behov i dag", "i dag")


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (3.5, 2, "3,5"),
        (Decimal("3.50"), 2, "3,5"),
        (2.004, 2, "2"),
        (99.999, 2, "100"),
        (0, 2, "0"),
        (-0.5, 1, "-0,5"),
        (4_000_000, 2, "4\xa0000\xa0000"),
        (1234.25, 1, "1\xa0234,2"),
    ],
)
def test_a_number_has_the_decimals_that_it_needs(
    demo_app: Flask, value: float | Decimal, decimals: int, written: str
) -> None:
    with demo_app.test_request_context("/"):
        assert short_number(value, decimals) == written


def test_kronor_are_whole_or_have_both_digits_of_oere_and_a_form_shows_the_language_s_decimals(
    demo_app: Flask,
) -> None:
    class HoursForm(BaseForm):
        hours = NumberField("", lowest=0, highest=9, decimals=2)

    amounts = ((Decimal("1680000.50"), "sek"), (1_680_000, "sek"), (Decimal("0.50"), "fte"))
    with demo_app.test_request_context("/"):
        assert [amount_in(*each) for each in amounts] == ["1\xa0680\xa0000,50", "1\xa0680\xa0000", "0,5"]
        assert HoursForm(hours=Decimal("3.50")).hours.data == "3,5"
        with force_locale("en"):
            assert [amount_in(*each) for each in amounts] == ["1,680,000.50", "1,680,000", "0.5"]
            assert HoursForm(hours=Decimal("3.50")).hours.data == "3.5"
