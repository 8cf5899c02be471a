"""The catalogue for machines: open data as JSON and CSV, the page about it, and what search engines may read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from app.catalogue import open_data, queries
from app.catalogue.answer_views import answer
from app.catalogue.blueprint import bp
from app.catalogue.shapes import PublicInfrastructure
from app.storage.database import db_session
from app.web.i18n import LANGUAGES
from app.web.public_pages import absolute
from app.web.spreadsheets import Sheet, write_csv
from config import LICENCES

# Each page of the catalogue that stands by itself; infrastructures come besides.
# The page beside the catalogue that is for everybody too; what stands behind it is for nobody.
_HANDING_IN: Final = "hand_ins.new"
_SINGLE_PAGES: Final = (".index", ".data", _HANDING_IN)
# What pages are drawn with.
_LOOKS: Final = ("/static/", "/bootstrap/static/", "/style.css")


@dataclass(frozen=True, slots=True)
class ListedPage:
    """A public page for the list of them: its endpoint, what its address says besides the language, and its day."""

    endpoint: str
    values: Mapping[str, str]
    confirmed_on: date | None


@bp.get("/catalogue/data", defaults={"language": "sv"})
@bp.get("/<any(en):language>/catalogue/data")
def data(language: str) -> ResponseReturnValue:
    """Say what the open data hold, how they may be used, and where they are."""
    catalogue = queries.get_catalogue(db_session())
    licence = current_app.extensions["brygga"].branding.licence
    return answer(
        catalogue,
        lambda: render_template(
            "catalogue/data.html",
            catalogue=catalogue,
            licence=licence,
            licence_url=LICENCES[licence],
            columns=open_data.COLUMNS,
        ),
    )


@bp.get("/catalogue/data.json")
def data_json() -> Response:
    """Give the whole catalogue as JSON."""
    catalogue = queries.get_catalogue(db_session())
    brand = current_app.extensions["brygga"].branding

    def write() -> str:
        return json.dumps(open_data.as_object(catalogue, brand, _address_of), ensure_ascii=False, indent=1)

    return _for_all_sites(answer(catalogue, write, "application/json"))


@bp.get("/catalogue/data.csv")
def data_csv() -> Response:
    """Give the whole catalogue as a table, one row for each capability."""
    catalogue = queries.get_catalogue(db_session())

    def write() -> bytes:
        sheet = Sheet("catalogue", open_data.COLUMNS, open_data.as_rows(catalogue, _address_of))
        return write_csv(sheet, decimal_comma=False)

    table = answer(catalogue, write, "text/csv")
    table.headers.set("Content-Disposition", "attachment", filename="catalogue.csv")
    return _for_all_sites(table)


@bp.get("/sitemap.xml")
def sitemap() -> Response:
    """List every public page in every language, for search engines."""
    catalogue = queries.get_catalogue(db_session())
    pages = [ListedPage(page, {}, None) for page in _SINGLE_PAGES]
    pages += [ListedPage(".show", {"key": each.key}, each.confirmed_on) for each in catalogue.infrastructures]
    shown = {"pages": pages, "languages": LANGUAGES, "address": absolute}
    return answer(catalogue, lambda: render_template("catalogue/sitemap.xml", **shown), "application/xml")


@bp.get("/robots.txt")
def robots() -> Response:
    """Let search engines into the catalogue and to the form for needs; narrowed lists are no pages of their own."""
    catalogue = queries.get_catalogue(db_session())
    lines = [
        "User-agent: *",
        *(f"Disallow: {url_for('.index', language=language)}?" for language in LANGUAGES),
        *(f"Disallow: {url_for('.compare', language=language)}" for language in LANGUAGES),
        *(f"Allow: {url_for('.index', language=language)}" for language in LANGUAGES),
        *(f"Allow: {url_for(_HANDING_IN, language=language)}$" for language in LANGUAGES),
        f"Allow: {url_for('home.show')}$",
        f"Allow: {url_for('home.accessibility')}",
        f"Allow: {url_for('.sitemap')}",
        *(f"Allow: {path}" for path in _LOOKS),
        "Disallow: /",
        f"Sitemap: {absolute('.sitemap')}",
    ]
    return answer(catalogue, lambda: "\n".join(lines) + "\n", "text/plain")


def _for_all_sites(data: Response) -> Response:
    """Let pages of other sites read open data as well."""
    data.headers["Access-Control-Allow-Origin"] = "*"
    return data


def _address_of(infrastructure: PublicInfrastructure) -> str:
    return absolute(".show", key=infrastructure.key, language="sv")
