"""Files that browsers keep: a year under the address of their content, and without asking who reads them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for

from app.web.static_files import ASKED_EACH_TIME, KEPT_FOR_A_YEAR
from tests.conftest import Browser


def test_every_file_of_a_page_is_kept_for_a_year_and_costs_no_statement(
    consultant: Browser, count_statements: Callable[[], Any]
) -> None:
    page = consultant.get("/companies").get_data(as_text=True)
    files = re.findall(r'(?:href|src)="(/(?:style|(?:bootstrap/)?static/)[^"]+)"', page)
    assert any(address.startswith("/style.css?v=") for address in files)
    assert len(files) > 6
    with count_statements() as statements:
        answers = [consultant.get(address.replace("&amp;", "&"), buffered=True) for address in files]
    assert {(answer.status_code, answer.headers["Cache-Control"]) for answer in answers} == {(200, KEPT_FOR_A_YEAR)}
    assert statements == []


@pytest.mark.parametrize("version", ["", "?v=", "?v=123456789abc"])
@pytest.mark.parametrize("file", ["/static/menu.js", "/style.css"])
def test_under_any_other_address_a_file_is_asked_for_each_time(anonymous: Browser, file: str, version: str) -> None:
    address = file + version
    answer = anonymous.get(address, buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == ASKED_EACH_TIME
    again = anonymous.get(address, headers={"If-None-Match": answer.headers["ETag"]}, buffered=True)
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["missing.css", "../config.py", "%2e%2e/config.py", "a\0b", ""])
def test_what_is_no_file_is_not_found(anonymous: Browser, name: str) -> None:
    assert anonymous.get(f"/static/{name}", buffered=True).status_code == 404


def test_a_changed_file_has_another_address(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "static_folder", str(tmp_path))
    addresses = set()
    with app.test_request_context():
        for content in ("a {}", "b { }"):
            (tmp_path / "sheet.css").write_text(content)
            addresses.add(url_for("static", filename="sheet.css"))
    assert len(addresses) == 2
