"""Which language is written in where nobody asks for a page, and while another one is forced."""

from __future__ import annotations

from flask import Flask
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from app.web.i18n import current_language, relative_day
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
