"""The texts of pages in the language that is being written in."""

from __future__ import annotations

from typing import Any

from babel import Locale
from babel.support import NullTranslations
from flask import g, has_app_context
from flask_babel import Domain, get_locale
from markupsafe import Markup


class Texts(Domain):  # type: ignore[misc]  # the library says nothing of types
    """The texts in the reader's language, found by the language's code.

    The library would spell out the whole locale for each text, and a page has hundreds.
    """

    def __init__(self) -> None:
        super().__init__()
        self._by_language: dict[str, NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        """Return the texts of the language that is being written in."""
        locale = shown_locale()
        if locale is None:
            return NullTranslations()
        found = self._by_language.get(locale.language)
        if found is None:
            found = self._by_language[locale.language] = super().get_translations()
        return found

    def written(self, text: str, /, **variables: Any) -> Markup:
        """Return a text as templates write it, escaping what is put into it; a page has hundreds.

        Jinja's own way takes three times as long, for texts that nothing is put into as well.
        """
        found = self.get_translations().ugettext(text)
        return Markup(found) % variables if "%" in found else Markup(found)  # noqa: S704 - ours

    def written_for(self, singular: str, plural: str, num: int, /, **variables: Any) -> Markup:
        """Return a text that depends on a number, which stands in it as `num`."""
        found = self.get_translations().ungettext(singular, plural, num)
        return Markup(found) % {"num": num, **variables}  # noqa: S704 - ours


def shown_locale() -> Locale | None:
    """Return what flask_babel's `get_locale` returns, asked where it keeps it: a page asks some six hundred times."""
    if not has_app_context():
        return None
    known: Locale | None = getattr(getattr(g, "_flask_babel", None), "babel_locale", None)
    return known or get_locale()
