"""How Jinja makes templates: undefined names are errors, and imports are cheap."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import StrictUndefined


class TemplateEnvironment(Environment):
    """Flask's environment, whose templates share one mapping of global names."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that every template knows; a template's own (`d`) are laid over them.

        Jinja lays an empty mapping over them where a template has none of its own, and each import of a macro then
        compares all names one by one, in Python: a page has thirty imports, which was 6 % of what it cost.
        """
        return super().make_globals(d) if d else self.globals


def init_template_environment(app: Flask) -> None:
    """Set how templates are read; before anything asks for the application's environment."""
    app.jinja_environment = TemplateEnvironment
    # A name that no view gives is a mistake, never an empty place on the page.
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
