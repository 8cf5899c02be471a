"""A company that knows nobody: it hands in a need, confirms it by letter, is answered, and withdraws; no JavaScript."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default

from playwright.sync_api import Page, expect

from tests.running import ROOT, Served, environment

TO = "tove@skargardsglas.example"


def _link(served: Served, subject: str) -> str:
    """Let the letters go, and return where the link in the one with a subject leads."""
    folder = served.log.parent
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "outbox", "send"]
    settings = environment(served.database_url, folder, BASE_URL=served.url, BRYGGA_ENCODER="none")
    subprocess.run(command, cwd=ROOT, env=os.environ | settings, check=True, capture_output=True)  # noqa: S603 - our own
    letters = [message_from_bytes(file.read_bytes(), policy=default) for file in (folder / "mail").glob("*.eml")]
    bodies = [letter.get_content() for letter in letters if letter["Subject"] == subject and letter["To"] == TO]
    (found,) = [link for body in bodies for link in re.findall(r"/hand-in/\S+", body)]
    return str(found)


def _press(page: Page) -> None:
    page.locator(".form-actions button[type=submit]").first.click()


def test_a_company_hands_in_a_need_is_answered_and_withdraws(open_page: Callable[..., Page], served: Served) -> None:
    company = open_page(None, javascript=False)
    company.goto("/catalogue")
    company.locator(".page-actions a[href='/hand-in']").click()
    company.locator("textarea[name=text]").fill("Vi vill veta om vårt glas släpper ifrån sig bly i surt vatten")
    company.locator("button[name=look]").click()
    expect(company.locator(".proposal")).to_be_visible()
    expect(company.locator("input[name=title]")).not_to_have_value("")
    for name, value in {"company_name": "Skärgårdsglas AB", "contact_name": "Tove Ek", "contact_email": TO}.items():
        company.locator(f"input[name={name}]").fill(value)
    company.locator("input[name=agrees]").check()
    _press(company)
    expect(company).to_have_url(re.compile("/hand-in/sent$"))
    company.goto(_link(served, "Bekräfta behovet som lämnats in"))
    _press(company)
    expect(company.locator(".flash")).to_be_visible()
    own = company.url

    office = open_page("consultant", javascript=False)
    office.goto("/")
    office.locator("#came-in a", has_text="glas").click()
    office.locator(".page-actions a[href$='/accept']").click()
    office.locator("input[name=company][value=new]").check()
    office.locator("input[name=title]").fill("Metaller ur glas")
    office.locator("textarea[name=teaser]").fill("Läcker det metaller ur glas i surt vatten?")
    _press(office)
    expect(office.locator(".flash form button")).to_be_visible()

    company.goto(_link(served, "Vi går vidare med ert behov"))
    expect(company.locator("main")).to_contain_text("Läcker det metaller")
    company.locator("form[action$='/agree'] button").click()
    expect(company.locator(".flash")).to_be_visible()
    company.locator("a[href$='/withdraw']").click()
    _press(company)
    expect(company).to_have_url(re.compile("/hand-in/restore/"))
    answer = company.goto(own)
    assert answer is not None
    assert answer.status == 404
