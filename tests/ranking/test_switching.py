"""Learning the weights again, putting a set in use, and undoing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.matchmaking import matchmaker, need_profile
from app.ranking import views
from matching.scoring import parameters as shipped
from matching.scoring.parameters import Parameters
from models.audit import AuditEntry
from models.judgements import Verdict
from models.matches import CloseReason
from models.needs import Need
from models.ranking import EvaluationRow, RankingOrigin, RankingParameters
from tests.conftest import Browser
from tests.ranking import scenes

DAY = date(2026, 11, 21)


def score(app: Flask, session: Session, need: Need, capability_id: int) -> float:
    """Return a pair's score as the application's own engine gives it."""
    session.refresh(need, ["concepts"])
    with app.test_request_context():
        candidate = matchmaker().pair(need_profile(need), capability_id, today=DAY)
    assert candidate is not None
    return candidate.score


def active(session: Session) -> RankingParameters:
    session.expire_all()
    return session.scalars(
        sa.select(RankingParameters).where(
            RankingParameters.active_since.is_not(None), RankingParameters.active_until.is_(None)
        )
    ).one()


def history(session: Session) -> list[EvaluationRow]:
    session.expire_all()
    return list(session.scalars(sa.select(EvaluationRow).order_by(EvaluationRow.id)))


def test_the_first_row_is_what_brygga_comes_with(administrator: Browser, session: Session) -> None:
    page = administrator.get("/ranking")
    assert page.status_code == 200
    page.close()
    row = active(session)
    assert row.origin is RankingOrigin.SHIPPED
    assert shipped.from_json(row.parameters) == shipped.load()
    assert [entry.changes for entry in history(session)] == [["start"]]
    assert history(session)[0].figures["ndcg@5"] == row.figures["ndcg@5"]


def test_a_switch_changes_the_engine_in_use_and_undo_brings_it_back(
    app: Flask, administrator: Browser, session: Session
) -> None:
    need, capability = scenes.needs(session, 1)[0], scenes.catalogue(session)[0]
    administrator.get("/ranking").close()
    before = score(app, session, need, capability.id)
    other = scenes.weights(session, scenes.halved())
    answer = administrator.send(f"/ranking/{other.id}/use")
    assert (answer.status_code, answer.location) == (302, "/ranking")
    assert active(session).id == other.id
    during = score(app, session, need, capability.id)
    assert during < before
    answer = administrator.send(f"/ranking/{other.id}/undo")
    assert answer.status_code == 302
    assert active(session).origin is RankingOrigin.SHIPPED
    assert score(app, session, need, capability.id) == before


def test_every_switch_is_a_dated_row_and_is_audited(administrator: Browser, session: Session) -> None:
    administrator.get("/ranking").close()
    other = scenes.weights(session, scenes.halved())
    administrator.send(f"/ranking/{other.id}/use")
    administrator.send(f"/ranking/{other.id}/undo")
    rows = history(session)
    assert [row.changes for row in rows] == [["start"], ["weights"], ["weights"]]
    assert rows[1].by_id is not None
    assert rows[0].weights == rows[2].weights != rows[1].weights
    assert all({"ndcg@5", "needs", "shipped", "here"} <= row.figures.keys() for row in rows)
    audited = session.scalars(sa.select(AuditEntry).where(AuditEntry.subject == "ranking_parameters")).all()
    assert sum("active_until" in entry.changes for entry in audited) == 3


@pytest.mark.parametrize("make", [scenes.spoilt, scenes.hiding])
def test_weights_that_rank_worse_are_refused_however_they_are_posted(
    app: Flask, administrator: Browser, session: Session, make: Callable[[], Parameters]
) -> None:
    need, capability = scenes.needs(session, 1)[0], scenes.catalogue(session)[0]
    administrator.get("/ranking").close()
    before = score(app, session, need, capability.id)
    worse = scenes.weights(session, make())
    # What a row says of itself is not believed.
    worse.figures = {**worse.figures, "ndcg@5": 1.0, "shown_grade3": 1.0}
    session.commit()
    answer = administrator.send(f"/ranking/{worse.id}/use")
    assert answer.status_code == 409
    assert "rangordnar de behov som hålls undan sämre" in answer.get_data(as_text=True)
    assert active(session).origin is RankingOrigin.SHIPPED
    assert score(app, session, need, capability.id) == before


@pytest.mark.parametrize(
    "values",
    [{"parameters": {}}, {"engine_version": "earlier"}, {"parameters": {"version": "x", "with_encoder": {}}}],
    ids=["not finished", "for an earlier engine", "unreadable"],
)
def test_weights_that_cannot_rank_are_refused(administrator: Browser, session: Session, values: dict[str, Any]) -> None:
    administrator.get("/ranking").close()
    row = scenes.weights(session, scenes.halved())
    for name, value in values.items():
        setattr(row, name, value)
    session.commit()
    assert administrator.send(f"/ranking/{row.id}/use").status_code == 409
    assert active(session).origin is RankingOrigin.SHIPPED


def test_only_the_set_in_use_is_undone_and_only_once(administrator: Browser, session: Session) -> None:
    administrator.get("/ranking").close()
    first = active(session)
    other = scenes.weights(session, scenes.halved())
    assert administrator.send(f"/ranking/{first.id}/undo").status_code == 409
    assert administrator.send(f"/ranking/{other.id}/undo").status_code == 409
    administrator.send(f"/ranking/{other.id}/use")
    assert administrator.send(f"/ranking/{other.id}/undo").status_code == 302
    assert administrator.send(f"/ranking/{other.id}/undo").status_code == 409
    assert active(session).id == first.id


@pytest.mark.parametrize("path", ["/ranking/999999/use", "/ranking/999999/undo"])
def test_a_missing_set_is_not_found(administrator: Browser, path: str) -> None:
    administrator.get("/ranking").close()
    assert administrator.send(path).status_code == 404


def test_an_engine_that_was_updated_ranks_by_what_it_comes_with(
    app: Flask, administrator: Browser, session: Session
) -> None:
    need, capability = scenes.needs(session, 1)[0], scenes.catalogue(session)[0]
    before = score(app, session, need, capability.id)
    old = scenes.weights(session, scenes.halved(), engine_version="earlier")
    old.active_since = old.created_at
    session.commit()
    administrator.get("/ranking").close()
    assert score(app, session, need, capability.id) == before
    assert active(session).origin is RankingOrigin.SHIPPED


def test_retraining_twice_gives_the_same_weights_and_puts_nothing_in_use(
    administrator: Browser, session: Session
) -> None:
    scenes.judged(session)
    for _time in range(2):
        answer = administrator.send("/ranking/retrain")
        assert answer.status_code == 302
    first, second = session.scalars(
        sa.select(RankingParameters)
        .where(RankingParameters.origin == RankingOrigin.RETRAINED)
        .order_by(RankingParameters.id)
    )
    assert first.parameters == second.parameters
    assert first.figures == second.figures
    assert first.judgements == 18
    assert first.figures["here"]["needs"] == 3
    assert active(session).origin is RankingOrigin.SHIPPED
    page = administrator.get("/ranking").get_data(as_text=True)
    assert "18 bedömda par" in page
    assert "Nya vikter bredvid dem som används" in page


def test_weights_learned_with_another_language_model_are_compared_without_what_it_measured(
    administrator: Browser, session: Session
) -> None:
    administrator.get("/ranking").close()
    with_model = {"measured": [{"need": 2, "standard": 0.3, "pairs": [[1, 2, False, False, [0.5] * 8]]}], "left": []}
    other = scenes.weights(session, scenes.halved(), learned_way="with_encoder", material=with_model)
    assert administrator.get("/ranking").status_code == 200
    assert administrator.send(f"/ranking/{other.id}/use").status_code == 302


def test_a_long_retraining_shows_how_far_it_has_come_and_goes_on(
    administrator: Browser, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "RETRAIN_SECONDS", 0.0)
    scenes.judged(session, 4)
    administrator.send("/ranking/retrain")
    assert "1 av 4 bedömda behov" in administrator.get("/ranking").get_data(as_text=True)
    for _time in range(4):
        administrator.send("/ranking/retrain")
    row = session.scalars(sa.select(RankingParameters).where(RankingParameters.origin == RankingOrigin.RETRAINED)).one()
    session.refresh(row)
    assert row.is_ready
    monkeypatch.setattr(views, "RETRAIN_SECONDS", 60.0)
    administrator.send("/ranking/retrain")
    at_once = session.scalars(sa.select(RankingParameters).order_by(RankingParameters.id.desc())).first()
    assert at_once is not None
    assert at_once.id != row.id
    assert at_once.parameters == row.parameters


def test_too_few_judgements_are_said_so(administrator: Browser, session: Session) -> None:
    need, capability = scenes.needs(session, 1)[0], scenes.catalogue(session)[0]
    scenes.judge(session, need, capability, Verdict.INTRODUCE)
    answer = administrator.send("/ranking/retrain")
    assert answer.status_code == 409
    assert "för få bedömningar" in answer.get_data(as_text=True)


def test_a_retraining_whose_needs_are_all_gone_starts_anew(
    administrator: Browser, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "RETRAIN_SECONDS", 0.0)
    scenes.judged(session, 4)
    administrator.send("/ranking/retrain")
    row = session.scalars(sa.select(RankingParameters).where(RankingParameters.origin == RankingOrigin.RETRAINED)).one()
    row.material = row.material | {"measured": [], "left": []}
    session.commit()
    assert administrator.get("/ranking").status_code == 200
    administrator.send("/ranking/retrain")
    assert "1 av 4 bedömda behov" in administrator.get("/ranking").get_data(as_text=True)


def test_the_page_counts_judgements_by_verdict(administrator: Browser, session: Session) -> None:
    asked, offered = scenes.judged(session, 2)
    scenes.judge(session, asked[0], offered[3], Verdict.SHORTLIST, blind=True)
    scenes.judge(session, asked[0], offered[4], Verdict.DISMISS, reason=CloseReason.TOO_EXPENSIVE)
    page = " ".join(administrator.get("/ranking").get_data(as_text=True).split())
    assert "2 bedömda behov kan lära ut en ordning" in page


def test_the_page_costs_as_much_with_many_judgements_as_with_one(
    administrator: Browser, session: Session, count_statements: Any
) -> None:
    scenes.judged(session, 1)
    administrator.get("/ranking").close()
    with count_statements() as few:
        administrator.get("/ranking").close()
    scenes.judged(session, 60)
    administrator.send("/ranking/retrain")
    administrator.get("/ranking").close()
    with count_statements() as many:
        administrator.get("/ranking").close()
    assert len(many) <= len(few) + 1 <= 25
