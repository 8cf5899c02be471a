"""Matched, waiting and unmet: the same needs in the list, at home and in the report, and together all open ones."""

from __future__ import annotations

import itertools

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.needs.met import has_state, state_of
from app.needs.queries import count_presets
from app.programmes.queries import get_programme
from app.reports.report_of_month import gather_report
from models.clock import today
from models.matches import Match, Stage, StageChange
from models.needs import Need, NeedState, NeedStatus
from seeds.programmes import load_programmes
from seeds.report import SeedReport
from tests import factories
from tests.conftest import Browser


@pytest.fixture
def needs(session: Session) -> list[Need]:
    """A need for every pair of stages its two matches can have, one with one match each, one with none."""
    capabilities = [factories.capability(factories.infrastructure()) for _ in range(2)]
    chosen = [(), *((stage,) for stage in Stage), *itertools.combinations_with_replacement(Stage, 2)]
    made = []
    for stages in chosen:
        need = factories.need(factories.company())
        for stage, capability in zip(stages, capabilities, strict=False):
            match = Match(need=need, capability=capability, stage=stage)
            match.changes.append(StageChange(to_stage=stage))
            session.add(match)
        made.append(need)
    session.add_all(made)
    session.add(factories.need(factories.company(), status=NeedStatus.DRAFT, opened_on=None))
    session.commit()
    return made


def test_every_open_need_has_exactly_one_state_and_both_ways_of_telling_agree(
    session: Session, needs: list[Need]
) -> None:
    stages: dict[int, list[Stage]] = {need.id: [] for need in needs}
    for match in session.scalars(sa.select(Match)):
        stages[match.need_id].append(match.stage)
    for state in NeedState:
        found = set(session.scalars(sa.select(Need.id).where(Need.status == NeedStatus.OPEN, has_state(state))))
        assert found == {number for number, each in stages.items() if state_of(each) is state}


@pytest.mark.parametrize("stages", [(), (Stage.CLOSED,), (Stage.CLOSED, Stage.CLOSED)])
def test_a_need_with_nothing_under_way_is_unmet(stages: tuple[Stage, ...]) -> None:
    assert state_of(stages) is NeedState.UNMET


def test_the_list_the_home_page_and_the_report_count_alike(
    session: Session, needs: list[Need], consultant: Browser
) -> None:
    load_programmes(session, SeedReport())
    session.commit()
    programme = get_programme(session, "klustermotor")
    user = factories.user()
    counts = count_presets(session, user, today())
    report = gather_report(session, programme, today().replace(day=1), today=today())
    for state in NeedState:
        assert counts[state.value] == report.figures[f"needs_{state}"].value
        assert consultant.get(f"/needs?show={state}").status_code == 200
    assert sum(counts[state.value] for state in NeedState) == counts[""] == len(needs)
    home = consultant.get("/").get_data(as_text=True)
    assert f'Otillgodosedda behov <span class="count">{counts["unmet"]}</span>' in home
