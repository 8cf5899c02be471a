"""Which language a page is in (Swedish unless the reader chose English), and how dates and numbers are written."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from flask import Flask, request, session
from flask_babel import Babel, format_datetime, gettext, ngettext
from sqlalchemy.exc import SQLAlchemyError

from app.labels import time_words
from app.web.links_in_letters import LINKS_IN_LETTERS
from app.web.sign_in import find_actor
from app.web.texts import Texts, shown_locale
from models.clock import TIME_ZONE, day_of, days_since, local, today

LANGUAGES = ("sv", "en")
A_WEEK, TWO_YEARS, TWO_MONTHS = 7, 730, 60  # days; below, the smaller unit says more
_ = gettext


def init_i18n(app: Flask) -> None:
    """Attach the translations and the filters that templates write dates and numbers with."""
    texts = Texts()
    babel = Babel(
        app,
        default_locale="sv",
        default_timezone=TIME_ZONE.key,
        default_translation_directories="translations",
        locale_selector=choose_language,
    )
    babel.domain_instance = texts
    app.jinja_env.globals.update(_=texts.written, gettext=texts.written, ngettext=texts.written_for)
    app.jinja_env.filters.update(
        iso_date=iso_date,
        relative_day=relative_day,
        moment_words=moment_words,
        time_words=time_words,
        number=number,
        short_number=short_number,
        amount_in=amount_in,
        named=named,
        local=_local,
    )
    app.jinja_env.globals.update(language=current_language, today=today)


def choose_language() -> str:
    """Return the address's language, else the reader's: the account's, else this browser's choice, else Swedish.

    Whoever follows a link from a letter may never have chosen: what their browser asks for counts there. Visitors keep
    no choice either: public pages lead on to those without a language in their path with one after it.
    """
    if (named_in_path := (request.view_args or {}).get("language")) in LANGUAGES:
        return str(named_in_path)
    try:
        actor = find_actor()
        if actor is not None and actor.language is not None:
            return actor.language.value
    except SQLAlchemyError:
        # A page that says that the database does not answer is written all the same, as this browser last knew.
        pass
    chosen = session.get("language") or session.get("account_language") or _named_for_visitors()
    if chosen not in LANGUAGES and request.endpoint in LINKS_IN_LETTERS:
        chosen = request.accept_languages.best_match(LANGUAGES)
    return chosen if chosen in LANGUAGES else "sv"


def _named_for_visitors() -> str | None:
    """Return the language that an address names after its path, or before that of a page that is missing."""
    is_missing = request.endpoint is None and request.path.startswith("/en/")
    return "en" if is_missing else request.args.get("language")


def current_language() -> str:
    """Return "sv" or "en"."""
    locale = shown_locale()
    return locale.language if locale else "sv"


def language_name(code: str | None) -> str | None:
    """Return what a language is called in the reader's own, such as "finska" for "fi"; None for none."""
    return Locale(code).get_display_name(current_language()) if code else None


def iso_date(value: date | datetime | None) -> str:
    """Return a date as 2026-11-21, in Stockholm, or an empty string."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = day_of(value)
    return value.isoformat()


def _local(value: date | datetime) -> date | datetime:
    return local(value) if isinstance(value, datetime) else value


def relative_day(value: date | datetime | None) -> str:
    """Return how far away a day is, in words: "today", "3 days ago", "in 2 months"."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = day_of(value)
    return _words_for((value - today()).days, current_language())


@lru_cache
def _words_for(days: int, _language: str) -> str:
    # The language is there to remember the words of each apart.
    if days == 0:
        return str(_("today"))
    span = _span(abs(days))
    return str(_("in %(span)s", span=span) if days > 0 else _("%(span)s ago", span=span))


def moment_words(value: datetime) -> str:
    """Return a moment that has passed as one says it: "yesterday 14:05", "Friday 14:05", "2026-11-20 14:05"."""
    shown = local(value)
    days = days_since(value, today())
    if days < 1:
        return f"{shown:%H:%M}"
    if days == 1:
        return str(_("yesterday %(time)s", time=f"{shown:%H:%M}"))
    return format_datetime(shown, "EEEE HH:mm", rebase=False) if days < A_WEEK else f"{shown:%Y-%m-%d %H:%M}"


def _span(days: int) -> str:
    if days >= TWO_YEARS:
        return str(ngettext("%(num)d year", "%(num)d years", days // 365))
    if days > TWO_MONTHS:
        return str(ngettext("%(num)d month", "%(num)d months", days // 30))
    return str(ngettext("%(num)d day", "%(num)d days", days))


def number(value: float | Decimal | None, decimals: int = 0) -> str:
    """Return a number as the language writes it: 4 000 000 and 3,5 in Swedish."""
    if value is None:
        return ""
    text = f"{value:,.{decimals}f}"
    if current_language() == "sv":
        return text.replace(",", "\u00a0").replace(".", ",")
    return text


def short_number(value: float | Decimal, decimals: int = 2) -> str:
    """Return a number with no more decimals than it has, and at most so many: 5, 2,5 or 4 000 000 in Swedish."""
    rounded = Decimal(f"{value:.{decimals}f}").normalize()
    return number(rounded, max(0, -int(rounded.as_tuple().exponent)))


def amount_in(value: float | Decimal, measure: str | None = "sek") -> str:
    """Return an amount as it is measured: kronor whole or with both digits of öre, all else as a short number."""
    return number(value, 2) if measure == "sek" and value % 1 else short_number(value)


def named(thing: Any, attribute: str = "name") -> str:
    """Return a bilingual attribute in the reader's language: `named(infrastructure)`, `named(capability, "title")`."""
    first, second = ("sv", "en") if current_language() == "sv" else ("en", "sv")
    value: str = getattr(thing, f"{attribute}_{first}") or getattr(thing, f"{attribute}_{second}")
    return value
