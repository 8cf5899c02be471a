"""A company that is not there yet is created on the way to its need, with the name that was searched for."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.organisations import Company
from tests.conftest import Browser


def test_the_chooser_offers_to_create_what_was_searched_for(consultant: Browser, session: Session) -> None:
    page = consultant.get("/needs/new?q=Påhittat+%26+Co").get_data(as_text=True)
    assert "Skapa ”Påhittat &amp; Co”" in page
    path = "/companies/new?name=P%C3%A5hittat+%26+Co&then=need"
    assert path.replace("&", "&amp;") in page
    assert 'value="Påhittat &amp; Co"' in consultant.get(path).get_data(as_text=True)
    answer = consultant.send(path, {"name": "Påhittat & Co", "kind": "limited_company"})
    made = session.scalars(sa.select(Company)).one()
    assert answer.location == f"/needs/new?company={made.id}"


def test_pages_of_errors_keep_the_readers_ways_on(consultant: Browser, anonymous: Browser) -> None:
    for path in ("/needs/99999", "/nowhere"):
        page = consultant.get(path).get_data(as_text=True)
        assert 'href="/matches"' in page
        assert 'href="/needs"' in page
    assert 'href="/matches"' not in anonymous.get("/nowhere").get_data(as_text=True)
