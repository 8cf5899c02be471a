"""The small Markdown subset of notes: rendered in this one place, and cleaned whatever the renderer lets through."""

from __future__ import annotations

from html import unescape
from typing import Final

import nh3
from flask import Flask
from markdown_it import MarkdownIt
from markupsafe import Markup

from app.addresses import local_address

_TAGS: Final = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a"}
_SCHEMES: Final = {"http", "https", "mailto"}


class _Notes(MarkdownIt):
    """Markdown in which only what may be followed is a link: another address stays the signs it was typed as."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the renderer's own name
        """Tell whether an address may be followed; the cleaning would leave a link without it, and it would be lost."""
        scheme, colon, _rest = url.partition(":")
        return local_address(url) is not None or (bool(colon) and scheme.lower() in _SCHEMES)


# Paragraphs, line breaks, emphasis, lists, quotations, and links with their address written out. Headings, tables and
# pictures stay the signs they were typed as: a note is no document.
_MARKDOWN: Final = _Notes("zero", {"html": False, "breaks": True}).enable(
    ["newline", "escape", "emphasis", "list", "blockquote", "link", "autolink"]
)

# Deeper down the renderer leaves out what stands there, as in a letter quoted twenty times over.
_TOO_DEEP: Final = _MARKDOWN.options["maxNesting"] - 1


def init_rich_text(app: Flask) -> None:
    """Give templates the filter that notes are written out with."""
    app.jinja_env.filters["rich_text"] = rich_text
    app.jinja_env.filters["first_line"] = first_line


def first_line(text: str) -> str:
    """Return a note's first line without its marks, for where there is room for one."""
    words = nh3.clean(str(rich_text(text)), tags=set()).strip().split("\n", 1)[0]
    return unescape(words)


def rich_text(text: str | None) -> Markup:
    """Return a note's text as HTML that can do nothing but be read."""
    typed = text or ""
    tokens = _MARKDOWN.parse(typed)
    if any(token.level >= _TOO_DEEP for token in tokens):
        return Markup("<p>{}</p>").format(Markup("<br>\n").join(typed.splitlines()))
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    )
    return Markup(cleaned)  # noqa: S704 - cleaned on the line above
