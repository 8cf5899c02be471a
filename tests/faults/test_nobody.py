"""Choosing nobody saves nobody; what is new is offered as the reader's own."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import User
from models.matches import Match
from models.needs import Need
from models.organisations import Company
from tests import factories
from tests.conftest import Browser
from tests.page_rules import SentForm, parse, posted_forms


def _form(browser: Browser, path: str, name: str) -> SentForm:
    page = parse(browser.get(path).get_data(as_text=True))
    return next(form for form in posted_forms(page, path) if name in form.data)


@pytest.mark.parametrize("chosen", ["nobody", "me"])
def test_whoever_was_chosen_is_responsible_and_nobody_else(consultant: Browser, session: Session, chosen: str) -> None:
    me = session.scalars(sa.select(User.id)).one()
    company = factories.company()
    match = factories.match(factories.need(company), factories.capability(factories.infrastructure()))
    session.add(match)
    session.commit()
    forms = {
        "/companies/new": ("owner_id", {"name": "Sund AB"}),
        f"/needs/new?company={company.id}": ("owner_id", {"title": "Nytt behov", "teaser": "Text"}),
        f"/matches/{match.id}/next-step": ("next_step_owner_id", {"next_step": "Ringa"}),
    }
    for path, (name, typed) in forms.items():
        data = _form(consultant, path, name).data
        assert data[name] == [str(me)], path
        data |= {key: [value] for key, value in typed.items()} | ({name: [""]} if chosen == "nobody" else {})
        assert consultant.post(path, data=data).status_code == 302, path
    wanted = None if chosen == "nobody" else me
    assert session.scalars(sa.select(Company.owner_id).where(Company.name == "Sund AB")).one() == wanted
    assert session.scalars(sa.select(Need.owner_id).where(Need.title == "Nytt behov")).one() == wanted
    session.expire_all()
    assert session.scalars(sa.select(Match.next_step_owner_id)).one() == wanted
