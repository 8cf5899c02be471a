"""What companies ask for in vain: it adds up, opens exactly its needs, and tells of no small group."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy.orm import Session

from app.gaps.queries import get_gaps
from app.limits import FOLDED_UNDER
from models.accounts import Role
from models.matches import Stage
from models.needs import Need, NeedState, NeedStatus
from models.vocabulary import Concept
from tests import factories
from tests.conftest import Browser


@pytest.fixture
def field(session: Session) -> tuple[Concept, Concept]:
    """A field with one concept in it."""
    root = factories.concept(key="cat-frost", category="frost", label_sv="Frysning", broader_key=None)
    narrow = factories.concept(key="deep-frost", category="frost", label_sv="djupfrysning", broader_key="cat-frost")
    session.add_all([root, narrow])
    session.commit()
    return root, narrow


def ask(session: Session, concepts: Sequence[Concept], companies: int = 1, **values: object) -> list[Need]:
    """Let so many companies ask for concepts, each with an open need."""
    needs = [factories.need(factories.company(), concepts=list(concepts), **values) for _each in range(companies)]
    session.add_all(needs)
    session.commit()
    return needs


def test_open_needs_add_up_and_only_unmet_ones_are_missing(session: Session, field: tuple[Concept, Concept]) -> None:
    needs = ask(session, [field[1]], 4)
    ask(session, [field[1]], status=NeedStatus.DRAFT)
    infrastructure = factories.infrastructure()
    for need, stage in zip(needs, (Stage.SHORTLISTED, Stage.INTRODUCED, Stage.CLOSED), strict=False):
        session.add(factories.match(need, factories.capability(infrastructure), stage=stage))
    session.commit()
    found = get_gaps(session, factories.user(role=Role.CONSULTANT))
    assert dict(found.by_state) == {NeedState.MATCHED: 1, NeedState.WAITING: 1, NeedState.UNMET: 2}
    assert found.open == 4
    (missing,) = found.fields
    assert (missing.key, missing.needs, missing.companies) == ("cat-frost", 2, 2)
    assert [(gap.key, gap.needs) for gap in missing.concepts] == [("deep-frost", 2)]


def test_a_need_with_two_concepts_of_a_field_counts_once_in_it(
    session: Session, field: tuple[Concept, Concept]
) -> None:
    ask(session, field)
    (missing,) = get_gaps(session, factories.user(role=Role.CONSULTANT)).fields
    assert (missing.needs, [gap.needs for gap in missing.concepts]) == (1, [1])


def test_what_is_narrower_is_offered_as_what_is_broader(session: Session, field: tuple[Concept, Concept]) -> None:
    root, narrow = field
    ask(session, [root])
    session.add_all(
        [
            factories.capability(factories.infrastructure(), concepts=[narrow]),
            factories.capability(factories.infrastructure(), concepts=[narrow], is_active=False),
        ]
    )
    session.commit()
    (missing,) = get_gaps(session, factories.user(role=Role.CONSULTANT)).fields
    assert missing.offered == 1


def test_each_figure_opens_exactly_its_needs(
    consultant: Browser, session: Session, field: tuple[Concept, Concept]
) -> None:
    root, narrow = field
    both, broad, unnamed = ask(session, [narrow])[0], ask(session, [root])[0], ask(session, [])[0]
    page = consultant.get("/gaps").text
    assert "Ingen ännu" in page
    assert "Ett otillgodosett behov saknar begrepp" in page
    for path, shown in (
        ("/gaps/of/cat-frost", {both, broad}),
        ("/gaps/of/deep-frost", {both}),
        ("/gaps/unnamed", {unnamed}),
    ):
        text = consultant.get(path).text
        assert {need for need in (both, broad, unnamed) if need.title in text} == shown, path
    assert consultant.get("/gaps/of/nothing").status_code == 404


def test_the_steering_group_is_told_of_no_small_group_and_of_no_name(
    steering: Browser, session: Session, field: tuple[Concept, Concept]
) -> None:
    root, narrow = field
    rare = ask(session, [narrow], FOLDED_UNDER - 1)
    assert "Ett område efterfrågas" in steering.get("/gaps").text
    assert steering.get("/gaps/of/cat-frost").status_code == 404
    common = ask(session, [root], infrastructure_text="Kanariefågel")[0]
    page = steering.get("/gaps").text
    assert "Frysning" in page
    assert "djupfrysning" not in page
    shown = steering.get("/gaps/of/cat-frost")
    assert shown.status_code == 200
    assert all(need.title in shown.text for need in (*rare, common))
    assert not [need.company.name for need in (*rare, common) if need.company.name in shown.text]
    assert "Kanariefågel" not in shown.text
    assert steering.get("/gaps/of/deep-frost").status_code == 404
    assert steering.get("/gaps/unnamed").status_code in (403, 404)


def test_staff_see_no_gaps(
    make_browser: Callable[..., Browser], session: Session, field: tuple[Concept, Concept]
) -> None:
    ask(session, [field[0]], FOLDED_UNDER)
    staff = make_browser(Role.STAFF)
    assert {staff.get(path).status_code for path in ("/gaps", "/gaps/of/cat-frost")} <= {403, 404}
