"""Which needs a unit is told that it could help: by their public text alone, whatever the unit writes of itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.infrastructures.reached_needs import SHOWN
from models.accounts import Role
from models.clock import today
from models.infrastructures import Capability, Infrastructure, ServiceForm
from models.matches import CloseReason, Match, Stage
from models.needs import Need, need_concept
from models.outbox import OutboxMessage
from models.requests import IntroductionRequest
from tests import factories
from tests.conftest import Browser

SECRET = "Imatinib hämmar BCR-ABL i kronisk myeloisk leukemi; kinasaktivitet mäts med fosfoproteomik."


@pytest.fixture
def infrastructure(session: Session) -> Infrastructure:
    """A unit whose capability answers the public text of the needs."""
    made = factories.infrastructure()
    session.add(factories.capability(made, title_sv="Bindningsstudier", text_sv="Ytplasmonresonans mäter bindning."))
    session.commit()
    return made


@pytest.fixture
def needs(session: Session) -> list[Need]:
    """Three open needs that are told apart by their public text."""
    texts = ("Mäta bindning", "Bindning av antikropp", "Hur hårt binder vårt ämne?")
    made = [factories.need(factories.company(), title=text, teaser=f"{text}: vi vill mäta bindning.") for text in texts]
    session.add_all(made)
    session.commit()
    return made


def shown(browser: Browser, infrastructure: Infrastructure) -> str:
    """Return what the unit's page says of needs, without the tokens that differ each time."""
    page = browser.get(f"/infrastructures/{infrastructure.id}").get_data(as_text=True)
    found = re.search(r'<ol class="reached">.*?</ol>', page, re.DOTALL)
    return re.sub(r'name="csrf_token"\s+value="[^"]*"', "", found.group(0)) if found else ""


def everything(browser: Browser, infrastructure: Infrastructure) -> list[str]:
    """Return every list that ranks or counts for a unit."""
    paths = ("/", "/matches", "/infrastructures", "/search?q=imatinib", "/search?q=bindning")
    pages = [browser.get(path).get_data(as_text=True) for path in paths]
    return [shown(browser, infrastructure), *(re.sub(r'csrf_token"\s+value="[^"]*"', "", page) for page in pages)]


def _texts(need: Need) -> None:
    need.infrastructure_text = need.private_text = need.desired_result = need.conditions = SECRET


def _demands(need: Need) -> None:
    need.quality, need.place_matters, need.service_form = ["GMP"], True, ServiceForm.TRAINING
    need.deadline, need.trl = today() + timedelta(days=1), 9


SECRETS: dict[str, Callable[[Need], None]] = {"texts": _texts, "demands": _demands}


@pytest.mark.parametrize("secret", SECRETS)
def test_nothing_but_the_public_text_reaches_what_an_infrastructure_is_told(
    session: Session,
    make_browser: Callable[..., Browser],
    infrastructure: Infrastructure,
    needs: list[Need],
    secret: str,
) -> None:
    session.add(
        factories.capability(infrastructure, title_sv="Imatinib", text_sv=SECRET, lead_time_days=300, quality=[])
    )
    session.commit()
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    before = everything(staff, infrastructure)
    assert "Mäta bindning" in before[0]
    for need in needs[1:]:
        SECRETS[secret](need)
    session.commit()
    assert everything(staff, infrastructure) == before


def test_concepts_that_the_office_has_set_reach_no_ranking_for_an_infrastructure(
    session: Session, make_browser: Callable[..., Browser], infrastructure: Infrastructure, needs: list[Need]
) -> None:
    concept = factories.concept(label_sv="kinasprofilering", label_en="kinase profiling")
    capability = factories.capability(infrastructure, title_sv="Profilering")
    capability.concepts = [concept]
    session.add(capability)
    session.commit()
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    before = everything(staff, infrastructure)
    session.execute(sa.insert(need_concept).values(need_id=needs[2].id, concept_id=concept.id))
    session.commit()
    assert everything(staff, infrastructure) == before


@pytest.mark.parametrize("stage", [Stage.SUGGESTED, Stage.SHORTLISTED, Stage.CLOSED])
def test_what_the_office_does_before_an_introduction_reaches_no_list_of_an_infrastructure(
    session: Session,
    make_browser: Callable[..., Browser],
    infrastructure: Infrastructure,
    needs: list[Need],
    stage: Stage,
) -> None:
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    before = everything(staff, infrastructure)
    capability = session.scalars(sa.select(Capability)).first()
    assert capability is not None
    reason = CloseReason.OTHER if stage is Stage.CLOSED else None
    session.add(factories.match(needs[0], capability, stage=stage, close_reason=reason))
    session.commit()
    assert everything(staff, infrastructure) == before


def test_an_infrastructure_asks_for_an_introduction_and_the_consultant_gets_to_know(
    session: Session,
    make_browser: Callable[..., Browser],
    infrastructure: Infrastructure,
    needs: list[Need],
    consultant: Browser,
) -> None:
    owner = factories.user(email="agare@test.example")
    session.add(owner)
    session.commit()
    needs[0].owner_id, needs[0].private_text, needs[0].infrastructure_text = owner.id, SECRET, SECRET
    session.commit()
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    page = f"/infrastructures/{infrastructure.id}"
    action = re.search(
        rf'action="({page}/needs/{needs[0].id}/ask)".*?name="capability_id" value="(\d+)"', shown(staff, infrastructure)
    )
    assert action
    sent = {"capability_id": action.group(2)}
    for _again in range(2):
        assert staff.send(action.group(1), sent).location == page
    letter = session.scalars(sa.select(OutboxMessage)).one()
    assert letter.to_address == "agare@test.example"
    assert f"/needs/{needs[0].id}" in letter.body
    assert "Imatinib" not in letter.body
    assert "Enheten bad om en introduktion" in shown(staff, infrastructure)
    assert needs[0].title in consultant.get("/").get_data(as_text=True).split("Enheter som ber om", 1)[1]
    session.add(Match(need=needs[0], capability_id=int(action.group(2)), stage=Stage.INTRODUCED))
    session.commit()
    assert "Enheter som ber om" not in consultant.get("/").get_data(as_text=True)


def test_an_infrastructure_asks_for_its_own_capabilities_and_open_needs_only(
    session: Session, make_browser: Callable[..., Browser], infrastructure: Infrastructure, needs: list[Need]
) -> None:
    foreign = factories.capability(factories.infrastructure())
    session.add(foreign)
    needs[1].status = needs[1].status.DRAFT
    session.commit()
    own = infrastructure.id
    mine = session.scalars(sa.select(Capability.id).where(Capability.infrastructure_id == own)).one()
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    tried = [
        (own, needs[0].id, foreign.id),
        (foreign.infrastructure_id, needs[0].id, foreign.id),
        (own, needs[1].id, mine),
        (own, 99999, mine),
    ]
    for asked_of, need, capability in tried:
        path = f"/infrastructures/{asked_of}/needs/{need}/ask"
        answer = staff.send(path, {"capability_id": str(capability)})
        assert answer.status_code == 404, path
    assert session.scalars(sa.select(IntroductionRequest)).all() == []


def test_an_infrastructure_asks_for_the_needs_that_its_page_lists_and_for_no_other_number(
    session: Session, make_browser: Callable[..., Browser], infrastructure: Infrastructure, needs: list[Need]
) -> None:
    other = factories.need(needs[0].company, title="Ett kök", teaser="Vi söker någon som kan laga soppa.")
    session.add(other)
    session.commit()
    mine = session.scalars(sa.select(Capability.id).where(Capability.infrastructure_id == infrastructure.id)).one()
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    assert other.title not in shown(staff, infrastructure)
    answers = {
        need.id: staff.send(
            f"/infrastructures/{infrastructure.id}/needs/{need.id}/ask", {"capability_id": str(mine)}
        ).status_code
        for need in (needs[0], other)
    }
    assert answers == {needs[0].id: 302, other.id: 404}
    assert session.scalars(sa.select(IntroductionRequest.need_id)).all() == [needs[0].id]


def test_what_is_kept_of_the_needs_follows_every_change(
    session: Session, make_browser: Callable[..., Browser], infrastructure: Infrastructure, needs: list[Need]
) -> None:
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    assert all(need.title in shown(staff, infrastructure) for need in needs)
    needs[0].title, needs[0].teaser = "Ett kök", "Vi söker någon som kan laga soppa."
    session.commit()
    assert needs[0].title not in shown(staff, infrastructure)
    assert needs[1].title in shown(staff, infrastructure)
    needs[1].status = needs[1].status.WITHDRAWN
    session.commit()
    assert needs[1].title not in shown(staff, infrastructure)
    infrastructure.capabilities[0].title_sv, infrastructure.capabilities[0].text_sv = "Storkök", "Vi lagar soppa."
    session.commit()
    assert needs[0].title in shown(staff, infrastructure)


def test_an_infrastructure_page_seen_again_loads_only_the_needs_that_it_shows(
    session: Session, make_browser: Callable[..., Browser], infrastructure: Infrastructure, needs: list[Need]
) -> None:
    company = factories.company()
    session.add_all(factories.need(company, title=f"Behov {each}", teaser="Bindning mäts.") for each in range(40))
    session.commit()
    consultant = make_browser(Role.CONSULTANT)
    page = f"/infrastructures/{infrastructure.id}"
    first = consultant.get(page)
    loaded: list[object] = []

    def note(need: object, _context: object) -> None:
        loaded.append(need)

    sa.event.listen(Need, "load", note)
    try:
        second = consultant.get(page)
    finally:
        sa.event.remove(Need, "load", note)
    assert _without_tokens(second) == _without_tokens(first)
    assert 0 < len(loaded) <= SHOWN


def _without_tokens(answer: TestResponse) -> str:
    return re.sub(r'value="[^"]*"', "", answer.get_data(as_text=True))
