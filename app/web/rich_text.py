"""The small Markdown subset of notes: rendered in this one place, and cleaned whatever the renderer lets through."""

from __future__ import annotations

from typing import Final

import nh3
from flask import Flask
from markdown_it import MarkdownIt
from markupsafe import Markup

# Paragraphs, line breaks, emphasis, lists, quotations, and links with their address written out. Headings, tables and
# pictures stay the signs they were typed as: a note is no document.
_MARKDOWN: Final = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["newline", "escape", "emphasis", "list", "blockquote", "link", "autolink"]
)
_TAGS: Final = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a"}
_SCHEMES: Final = {"http", "https", "mailto"}


def init_rich_text(app: Flask) -> None:
    """Give templates the filter that notes are written out with."""
    app.jinja_env.filters["rich_text"] = rich_text


def rich_text(text: str | None) -> Markup:
    """Return a note's text as HTML that can do nothing but be read."""
    html = _MARKDOWN.render(text or "")
    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    )
    return Markup(cleaned)  # noqa: S704 - cleaned on the line above
