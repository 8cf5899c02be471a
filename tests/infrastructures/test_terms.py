"""Only price and lead time: a form for a phone; and the profile by groups of fields, with what each lacks."""

from __future__ import annotations

import re
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import Role
from models.clock import today
from models.infrastructures import Capability, Infrastructure, Quality, ServiceForm, capability_concept
from models.known_facts import Openness
from models.profile_changes import ProfileChange
from models.profile_groups import GroupConfirmation, ProfileGroup
from tests import factories
from tests.conftest import Browser
from tests.infrastructures.test_readiness import Make, text


@pytest.fixture
def capability(session: Session) -> Capability:
    infrastructure = factories.infrastructure(name_sv="Enheten", key="enheten", source_title="Källa")
    made = factories.capability(infrastructure, title_sv="Mätning", title_en="Measuring", price_note="900 kr")
    session.add_all([infrastructure, made])
    session.commit()
    return made


@pytest.fixture
def staff(make_browser: Make, capability: Capability) -> Browser:
    return make_browser(Role.STAFF, infrastructures=[capability.infrastructure])


def path_of(capability: Capability) -> str:
    return f"/infrastructures/{capability.infrastructure_id}/terms"


def shown(browser: Browser, path: str) -> str:
    return str(re.findall(r'name="version"[^>]*value="(\d+)"', text(browser.get(path)).split("form-sheet")[1])[0])


def typed(capability: Capability, price: str, days: str, **more: str) -> dict[str, str]:
    return {f"price_{capability.id}": price, f"days_{capability.id}": days, **more}


def test_prices_are_published_at_once_without_what_a_draft_says_otherwise(
    staff: Browser, anonymous: Browser, session: Session, capability: Capability
) -> None:
    edit = {"title_sv": "Mätning", "quality_known": "unknown", "is_active": "y", "version": "1"}
    draft = {**edit, "price_note": "950 kr", "done_sv": "Vi mäter kaninutkast."}
    assert staff.send(f"/capabilities/{capability.id}/edit", draft).status_code == 302
    path = path_of(capability)
    page = text(staff.get(path))
    assert 'value="950 kr"' in page
    sent = typed(capability, "1 200 kr", "21", version=shown(staff, path), publish="1")
    assert staff.send(path, sent).status_code == 302
    public = text(anonymous.get("/catalogue/infrastructures/enheten"))
    assert "1 200 kr" in public
    assert "21 dagar" in public
    assert "kaninutkast" not in public
    session.expire_all()
    left = session.scalars(sa.select(ProfileChange).where(ProfileChange.published_at.is_(None))).one()
    assert left.after.keys() & {"price_note", "lead_time_days"} == set()
    published = session.scalars(sa.select(ProfileChange).where(ProfileChange.published_at.is_not(None))).one()
    assert (published.before["price_note"], published.after["price_note"]) == ("900 kr", "1 200 kr")
    assert "Pris" in text(staff.get(f"/infrastructures/{capability.infrastructure_id}/changes"))


def test_they_are_drafted_or_confirmed_without_a_change(
    staff: Browser, consultant: Browser, session: Session, capability: Capability
) -> None:
    path = path_of(capability)
    first = shown(staff, path)
    assert staff.send(path, typed(capability, "900 kr", "", version=first, publish="1")).status_code == 302
    day = session.execute(sa.select(GroupConfirmation.part, GroupConfirmation.confirmed_on)).one()
    assert day == (ProfileGroup.TERMS, today())
    assert session.scalars(sa.select(ProfileChange)).all() == []
    assert staff.send(path, typed(capability, "800 kr", "7", version=first)).status_code == 302
    session.expire_all()
    assert session.get_one(Capability, capability.id).price_note == "900 kr"
    # Who was shown the form before the draft is told of it; the office, which reads no draft, publishes as it saves.
    answer = staff.send(path, typed(capability, "700 kr", "7", version=first))
    assert (answer.status_code, "800 kr" in text(answer), "700 kr" in text(answer)) == (409, True, True)
    office = typed(capability, "950 kr", "5", version=shown(consultant, path))
    assert consultant.send(path, office).status_code == 302
    session.expire_all()
    assert session.get_one(Capability, capability.id).price_note == "950 kr"


@pytest.mark.parametrize(("price", "days"), [("x" * 301, "7"), ("1", "-1"), ("1", "snart"), ("bell\x07", "7")])
def test_what_is_wrong_is_told_and_kept(staff: Browser, capability: Capability, price: str, days: str) -> None:
    path = path_of(capability)
    answer = staff.send(path, typed(capability, price, days, version=shown(staff, path), publish="1"))
    assert answer.status_code == 422
    assert f'value="{days}"' in text(answer)


def test_a_profile_says_by_group_what_it_lacks_and_leads_to_that_form(
    make_browser: Make, staff: Browser, session: Session, capability: Capability
) -> None:
    infrastructure = capability.infrastructure
    infrastructure.confirmed_on, infrastructure.description_en = date(2026, 1, 2), ""
    capability.answers_sv, capability.text_en = ["Tre bitar.", "", "En tabell.", "", ""], ""
    session.commit()
    page = text(staff.get(f"/infrastructures/{infrastructure.id}"))
    edit = f"/capabilities/{capability.id}/edit"
    for link in (
        f"/infrastructures/{infrastructure.id}/edit#description_en",
        f"{edit}#done_sv",
        f"{edit}#sends_en",
        f"{edit}#quality_known",
        f"{path_of(capability)}#days_{capability.id}",
    ):
        assert f'href="{link}"' in page, link
    assert f"{edit}#sends_sv" not in page
    assert "Härnäst: Vad enheten gör, på engelska" in page
    facts = {"open_to_companies": "yes", "description_sv": "Vi mäter.", "description_en": "We measure."}
    facts |= {"version": str(infrastructure.version), "publish": "1"}
    assert staff.send(f"/infrastructures/{infrastructure.id}/edit", facts).status_code == 302
    confirmed = {row.part: row.confirmed_on for row in session.scalars(sa.select(GroupConfirmation))}
    assert confirmed == dict.fromkeys([ProfileGroup.ABOUT, ProfileGroup.ACCESS], today())
    other = make_browser(Role.STAFF, infrastructures=[factories.infrastructure()])
    assert 'id="complete"' not in text(other.get(f"/infrastructures/{infrastructure.id}"))
    assert other.get(path_of(capability)).status_code == 404


def test_a_whole_profile_lacks_nothing(staff: Browser, session: Session, capability: Capability) -> None:
    infrastructure = capability.infrastructure
    infrastructure.open_to_companies, infrastructure.building = Openness.YES, "Neo"
    infrastructure.website, infrastructure.contact_email = "https://enhet.example", "enhet@enhet.example"
    infrastructure.description_sv = infrastructure.description_en = "Vi mäter."
    capability.text_sv = capability.text_en = "Mäter."
    capability.lead_time_days, capability.quality = 7, [Quality.GMP.value]
    capability.service_form = ServiceForm.FULL_SERVICE
    concept = factories.concept()
    session.add(concept)
    session.flush()
    session.execute(capability_concept.insert().values(capability_id=capability.id, concept_id=concept.id))
    session.commit()
    page = text(staff.get(f"/infrastructures/{infrastructure.id}"))
    assert page.split('id="complete"')[1].split("</section>")[0].count("Komplett") == len(ProfileGroup)


def test_a_capability_that_was_never_published_says_so(
    staff: Browser, session: Session, capability: Capability
) -> None:
    infrastructure: Infrastructure = capability.infrastructure
    new = {"title_sv": "Något nytt", "quality_known": "unknown", "is_active": "y"}
    staff.send(f"/infrastructures/{infrastructure.id}/capabilities/new", new)
    capability.is_active = False
    session.commit()
    page = text(staff.get(f"/infrastructures/{infrastructure.id}"))
    assert page.count("Utkast, inte publicerad än") == 1
    assert page.count("Erbjuds inte nu") == 1
