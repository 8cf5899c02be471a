"""The success cases of people."""

from __future__ import annotations

from models.people import Person
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, case


@case("people.new")
def _(stage: Setting) -> Attempt:
    company, name = stage.add(factories.company()), f"Anna Berg {stage.number}"
    return Attempt(
        f"/companies/{company.id}/people/new",
        lambda: stage.one(Person, Person.name == name) is not None,
        {"name": name, "email": f"anna.{stage.number}@test.example", "source": "Möte", "title": "Vd"},
        shown=name,
    )


@case("people.new_for_infrastructure")
def _(stage: Setting) -> Attempt:
    name = f"Bo Ek {stage.number}"
    return Attempt(
        f"/infrastructures/{stage.infrastructure.id}/people/new",
        lambda: stage.one(Person, Person.name == name) is not None,
        {"name": name, "source": "Möte"},
        shown=name,
    )


@case("people.edit")
def _(stage: Setting) -> Attempt:
    company = factories.company()
    person = stage.add(factories.contact(company, source="Möte"))
    path = f"/people/{person.id}/edit"
    return Attempt(path, lambda: stage.fresh(person).phone == "08-123 45 67", {"phone": "08-123 45 67"})
