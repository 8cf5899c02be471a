"""Changing infrastructures and capabilities, and confirming the facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from models.accounts import Role
from models.clock import today
from models.infrastructures import Capability, Infrastructure
from models.known_facts import Openness, YesNoUnknown
from models.vocabulary import Language, Term, TermKind
from tests import factories
from tests.conftest import Browser

Make = Callable[..., Browser]

INFRASTRUCTURE = {
    "name_sv": "Nya enheten",
    "name_en": "",
    "in_flemingsberg": "yes",
    "open_to_companies": "limited",
    "description_sv": "Den mäter saker.",
}
OWN_FACTS = {"open_to_companies": "yes", "description_sv": "Vi mäter.", "version": "1", "publish": "1"}
ABILITY = {"title_sv": "Mätning", "quality_known": "unknown", "is_active": "y"}


def text(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


@pytest.fixture
def infrastructure(session: Session) -> Infrastructure:
    made = factories.infrastructure(name_sv="Enheten", name_en="The unit", key="enheten")
    session.add(made)
    session.commit()
    return made


def test_the_office_records_an_infrastructure_with_its_hosts(consultant: Browser, session: Session) -> None:
    host = factories.host()
    session.add(host)
    session.commit()
    answer = consultant.send("/infrastructures/new", {**INFRASTRUCTURE, "host_ids": [str(host.id)]})
    assert answer.status_code == 302
    made = session.scalars(sa.select(Infrastructure).options(selectinload(Infrastructure.hosts))).one()
    assert (made.key, made.name_en, made.in_flemingsberg) == ("nya-enheten", "Nya enheten", YesNoUnknown.YES)
    assert [each.id for each in made.hosts] == [host.id]
    assert made.confirmed_on is None


def test_two_infrastructures_of_one_name_have_keys_of_their_own(consultant: Browser, session: Session) -> None:
    for _ in range(3):
        consultant.send("/infrastructures/new", INFRASTRUCTURE)
    assert set(session.scalars(sa.select(Infrastructure.key))) == {"nya-enheten", "nya-enheten-2", "nya-enheten-3"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_sv", ""),
        ("name_sv", "x" * 201),
        ("website", "javascript:alert(1)"),
        ("contact_email", "inte en adress"),
        ("in_flemingsberg", "maybe"),
        ("confidence", "total"),
        ("host_ids", ["999999"]),
        ("description_sv", "bell\x07"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(consultant: Browser, field: str, value: Any) -> None:
    answer = consultant.send("/infrastructures/new", {**INFRASTRUCTURE, "building": "Neo, plan 7", field: value})
    assert answer.status_code == 422
    assert "Neo, plan 7" in text(answer)


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "Robert'); DROP TABLE infrastructure;--"])
def test_code_is_only_text(consultant: Browser, session: Session, typed: str) -> None:
    answer = consultant.send("/infrastructures/new", {**INFRASTRUCTURE, "name_sv": typed})
    page = text(consultant.get(answer.location))
    assert "<script>alert" not in page
    assert session.scalars(sa.select(Infrastructure.name_sv)).one() == typed


def test_staff_change_their_own_facts_but_not_what_the_office_keeps(
    make_browser: Make, session: Session, infrastructure: Infrastructure
) -> None:
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    path = f"/infrastructures/{infrastructure.id}/edit"
    assert "name_sv" not in text(staff.get(path))
    assert staff.send(path, OWN_FACTS).status_code == 302
    assert staff.send(path, {**OWN_FACTS, "version": "2", "name_sv": "Kapad"}).status_code == 400
    session.expire_all()
    stored = session.get_one(Infrastructure, infrastructure.id)
    assert (stored.description_sv, stored.open_to_companies, stored.name_sv) == ("Vi mäter.", Openness.YES, "Enheten")


def test_staff_reach_nothing_of_another_infrastructure(
    make_browser: Make, session: Session, infrastructure: Infrastructure
) -> None:
    capability = factories.capability(infrastructure)
    session.add(capability)
    session.commit()
    staff = make_browser(Role.STAFF, infrastructures=[factories.infrastructure()])
    foreign, missing = f"/infrastructures/{infrastructure.id}", "/infrastructures/999999"
    for path in ("/edit", "/readiness", "/capabilities/new"):
        assert staff.get(foreign + path).status_code == staff.get(missing + path).status_code == 404
        assert staff.send(foreign + path, {}).status_code == staff.send(missing + path, {}).status_code == 404
    assert staff.get(f"/capabilities/{capability.id}/edit").status_code == 404
    assert staff.send(f"/capabilities/{capability.id}/edit", {**ABILITY, "version": "1"}).status_code == 404
    assert staff.get("/infrastructures/new").status_code == 403


def test_the_steering_group_and_strangers_stay_outside(
    steering: Browser, anonymous: Browser, infrastructure: Infrastructure
) -> None:
    for path in (
        "/infrastructures",
        f"/infrastructures/{infrastructure.id}",
        f"/infrastructures/{infrastructure.id}/readiness",
    ):
        assert steering.get(path).status_code == 403
        assert anonymous.get(path).status_code == 302


def test_a_stale_edit_shows_both_versions(
    consultant: Browser, session: Session, infrastructure: Infrastructure
) -> None:
    infrastructure.description_sv = "Kollegans text"
    session.commit()
    path = f"/infrastructures/{infrastructure.id}/edit"
    answer = consultant.send(path, {**INFRASTRUCTURE, "description_sv": "Min text", "version": "1"})
    assert answer.status_code == 409
    assert "Kollegans text" in text(answer)
    assert "Min text" in text(answer)
    assert consultant.send(path, {**INFRASTRUCTURE, "description_sv": "Min text", "version": "2"}).status_code == 302


def shown(session: Session, infrastructure: Infrastructure) -> dict[str, str]:
    """Return what the button to confirm sends of the unit as it is now."""
    session.refresh(infrastructure)
    session.refresh(infrastructure, ["capabilities"])
    return {"version": str(infrastructure.facts_version)}


def test_staff_confirm_their_own_facts_with_one_click(
    make_browser: Make, session: Session, infrastructure: Infrastructure
) -> None:
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    path = f"/infrastructures/{infrastructure.id}"
    assert "inte bekräftade av enheten" in text(staff.get(path))
    assert "Uppgifterna stämmer<" in text(staff.get(path))  # never confirmed, so not "still"
    answer = staff.send(f"{path}/confirm", shown(session, infrastructure))
    assert answer.status_code == 302
    page = text(staff.get(path))
    assert "Bekräftat av enheten i dag" in page
    assert today().isoformat() in page
    assert "Uppgifterna stämmer" not in page
    session.expire_all()
    assert session.get_one(Infrastructure, infrastructure.id).confirmed_on == today()


@pytest.mark.parametrize("changed", ["its facts", "a capability", "its capabilities"])
def test_nobody_confirms_what_somebody_changed_after_it_was_read(
    make_browser: Make, session: Session, infrastructure: Infrastructure, changed: str
) -> None:
    capability = factories.capability(infrastructure)
    session.add(capability)
    session.commit()
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    path = f"/infrastructures/{infrastructure.id}"
    read = shown(session, infrastructure)
    for page in (path, "/"):
        assert f'name="version" value="{read["version"]}"' in text(staff.get(page))
    match changed:
        case "its facts":
            infrastructure.description_sv = "Någon annan skrev det här."
        case "a capability":
            capability.text_sv = "Någon annan skrev det här."
        case _:
            session.add(factories.capability(infrastructure))
    session.commit()
    assert staff.send(f"{path}/confirm", read).status_code == 409
    assert staff.send(f"{path}/confirm").status_code == 409
    assert staff.send(f"{path}/confirm", {**read, "zzz": "1"}).status_code == 400
    session.expire_all()
    assert session.get_one(Infrastructure, infrastructure.id).confirmed_on is None
    assert staff.send(f"{path}/confirm", shown(session, infrastructure)).status_code == 302


def test_nobody_confirms_for_a_foreign_or_missing_infrastructure(
    make_browser: Make, session: Session, infrastructure: Infrastructure, steering: Browser
) -> None:
    staff = make_browser(Role.STAFF, infrastructures=[factories.infrastructure()])
    path = f"/infrastructures/{infrastructure.id}"
    assert "Uppgifterna stämmer" not in text(staff.get(path))
    assert staff.send(f"{path}/confirm").status_code == 404
    assert staff.send("/infrastructures/999999/confirm").status_code == 404
    assert steering.send(f"{path}/confirm").status_code == 403
    assert staff.post(f"{path}/confirm").status_code == 400  # without the token
    session.expire_all()
    assert session.get_one(Infrastructure, infrastructure.id).confirmed_on is None


def test_a_capability_is_recorded_with_concepts_by_any_of_their_words(
    make_browser: Make, session: Session, infrastructure: Infrastructure
) -> None:
    spectrometry = factories.concept(label_sv="masspektrometri", label_en="mass spectrometry")
    admet = factories.concept(label_sv="absorption, distribution och utsöndring", label_en="ADME")
    spectrometry.terms.append(Term(kind=TermKind.SYNONYM, language=Language.EN, text="MS"))
    session.add_all([spectrometry, admet])
    session.commit()
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    words = "MASSPEKTROMETRI, absorption, distribution och utsöndring\nms"
    data = {**ABILITY, "concepts": words, "quality_known": "known", "quality": ["GMP", "BSL2"], "lead_time_days": "1 4"}
    answer = staff.send(f"/infrastructures/{infrastructure.id}/capabilities/new", data)
    assert answer.status_code == 302, text(answer)
    made = session.scalars(sa.select(Capability).options(selectinload(Capability.concepts))).one()
    assert {concept.id for concept in made.concepts} == {spectrometry.id, admet.id}
    assert (made.quality, made.lead_time_days, made.title_en) == (["GMP", "BSL2"], 14, "Mätning")


def test_quality_is_known_unknown_or_known_to_be_none(
    consultant: Browser, session: Session, infrastructure: Infrastructure
) -> None:
    path = f"/infrastructures/{infrastructure.id}/capabilities/new"
    assert consultant.send(path, ABILITY).status_code == 302
    assert consultant.send(path, {**ABILITY, "quality_known": "known"}).status_code == 302
    assert [row.quality for row in session.scalars(sa.select(Capability).order_by(Capability.id))] == [None, []]
    answer = consultant.send(path, {**ABILITY, "quality": ["GMP"]})
    assert answer.status_code == 422
    assert "Nivåer är ikryssade" in text(answer)


def test_words_that_are_unknown_or_mean_several_things_are_told(
    consultant: Browser, session: Session, infrastructure: Infrastructure
) -> None:
    first, second = factories.concept(label_sv="svetsning"), factories.concept(label_sv="gassvetsning")
    for concept in (first, second):
        concept.terms.append(Term(kind=TermKind.SYNONYM, language=Language.SV, text="TIG"))
    session.add_all([first, second])
    session.commit()
    path = f"/infrastructures/{infrastructure.id}/capabilities/new"
    page = text(consultant.send(path, {**ABILITY, "concepts": "TIG, svetsnin, qqqq"}))
    assert "”TIG” kan betyda flera saker. Skriv något av: svetsning, gassvetsning." in page
    assert "”svetsnin” finns inte i ordlistan. Liknande ord: svetsning, gassvetsning." in page
    assert "”qqqq” finns inte i ordlistan." in page
    assert session.scalars(sa.select(Capability)).all() == []


def test_a_stale_edit_of_a_capability_shows_both_versions(
    consultant: Browser, session: Session, infrastructure: Infrastructure
) -> None:
    word = factories.concept(label_sv="svetsning")
    capability = factories.capability(infrastructure, concepts=[word], price_note="100 kr")
    session.add(capability)
    session.commit()
    capability.price_note = "Kollegans pris"
    session.commit()
    path = f"/capabilities/{capability.id}/edit"
    data = {**ABILITY, "concepts": "svetsning", "price_note": "Mitt pris", "version": "1"}
    answer = consultant.send(path, data)
    assert answer.status_code == 409
    assert "Kollegans pris" in text(answer)
    assert consultant.send(path, {**data, "version": "2", "concepts": "", "is_active": ""}).status_code == 302
    session.expire_all()
    stored = session.scalars(sa.select(Capability).options(selectinload(Capability.concepts))).one()
    assert (stored.price_note, stored.concepts, stored.is_active) == ("Mitt pris", [], False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lead_time_days", "en vecka"),
        ("lead_time_days", "-1"),
        ("lead_time_days", "1e9"),
        ("service_form", "magic"),
        ("quality", ["GOLD"]),
        ("title_sv", " "),
        ("price_note", "x" * 301),
        ("concepts", "x, " * 2000),
    ],
)
def test_a_capability_that_is_wrong_is_not_saved(
    consultant: Browser, session: Session, infrastructure: Infrastructure, field: str, value: Any
) -> None:
    answer = consultant.send(f"/infrastructures/{infrastructure.id}/capabilities/new", {**ABILITY, field: value})
    assert answer.status_code == 422
    assert session.scalars(sa.select(Capability)).all() == []


@pytest.mark.parametrize("extra", [{"infrastructure_id": "1"}, {"title_sv": ["a", "b"]}, {"version": "x"}])
def test_unknown_and_doubled_keys_are_refused(
    consultant: Browser, session: Session, infrastructure: Infrastructure, extra: dict[str, Any]
) -> None:
    capability = factories.capability(infrastructure)
    session.add(capability)
    session.commit()
    assert consultant.send(f"/capabilities/{capability.id}/edit", {**ABILITY, **extra}).status_code == 400
