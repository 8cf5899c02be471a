"""Where a person's role is: its name, and the page to go to."""

from __future__ import annotations

from flask import url_for

from app.web.i18n import named
from models.people import PersonRole


def place_name(role: PersonRole) -> str:
    """Return the name of the company, infrastructure or host; the role comes with it loaded."""
    if role.company is not None:
        return role.company.name
    return named(role.infrastructure or role.host)


def place_url(role: PersonRole) -> str:
    """Return the page of the place, where the person is shown; a host has none, so the person's own."""
    if role.company_id is not None:
        return url_for("companies.show", company_id=role.company_id, _anchor="people")
    if role.infrastructure_id is not None:
        return url_for("infrastructures.show", infrastructure_id=role.infrastructure_id)
    return url_for("people.edit", person_id=role.person_id, role=role.id)
