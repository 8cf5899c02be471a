"""Files for tests of imports, what a browser does with them, and how a database stands."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from html import unescape
from typing import Any

import sqlalchemy as sa
import xlsxwriter
from sqlalchemy.orm import Session

from models.base import Base
from models.imports import Import
from tests.conftest import Browser

# What tells of the import itself, or is made anew of records; and what counts how often a row was written.
_BESIDE = {
    *("audit_entry", "audit_head", "import", "imported_row", "used_key", "user_session", "sign_in_attempt"),
    *("double_key", "double_pair", "catalogue_state"),
}
_COUNTS = {"version", "updated_at"}


def csv_file(rows: Iterable[Sequence[object]], delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """Return a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_file(rows: Iterable[Sequence[object]]) -> bytes:
    """Return a workbook of one sheet; a text that begins with = is a formula."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return content.getvalue()


def upload(browser: Browser, kind: str, content: bytes, name: str = "fil.csv") -> Any:
    """Choose a file on its page."""
    return browser.send(f"/imports/{kind}/new", {"file": (io.BytesIO(content), name)})


def check(browser: Browser, kind: str, content: bytes, name: str = "fil.csv", **chosen: str) -> str:
    """Choose a file, leave its columns as they are guessed, have it checked, and return where its page is."""
    answer = upload(browser, kind, content, name)
    assert answer.status_code == 302, words(answer.text)
    answer = browser.send(answer.location, {**form_of(browser.get(answer.location).text), **chosen})
    assert answer.status_code == 302, words(answer.text)
    return str(answer.location)


def form_of(page: str) -> dict[str, str]:
    """Return what the first sheet with a form on a page holds, as it is shown."""
    form = re.search(r'<form class="form-sheet".*?</form>', page, re.DOTALL)
    assert form, words(page)
    held: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        name, value = (re.search(rf'\b{each}="([^"]*)"', tag) for each in ("name", "value"))
        if name and name[1] != "csrf_token" and ('type="radio"' not in tag or "checked" in tag):
            held[name[1]] = unescape(value[1]) if value else ""
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'<option[^>]*selected[^>]*value="([^"]*)"', options)
        held[name] = chosen[1] if chosen else ""
    return held


def press(browser: Browser, page: str, button: str) -> Any:
    """Press the button on an import's page that leads to a step."""
    text = browser.get(page).text
    form = re.search(rf'<form method="post" action="({page}/{button})".*?</form>', text, re.DOTALL)
    assert form, words(text)
    return browser.send(form[1], dict(re.findall(r'name="(version)" value="(\d+)"', form[0])))


def words(page: str) -> str:
    """Return what a page says, without its frame."""
    body = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def the_import(session: Session) -> Import:
    """Return the import that was begun last."""
    session.expire_all()
    return session.scalars(sa.select(Import).order_by(Import.id.desc())).first() or Import()


def standing(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table that an import could have changed."""
    stands = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in _BESIDE:
            columns = [column for column in table.columns if column.name not in _COUNTS]
            order = list(table.primary_key.columns)
            stands[table.name] = [tuple(row) for row in session.execute(sa.select(*columns).order_by(*order))]
    return stands
