"""Every change of what ranks is dated, and the migration that makes room for it goes both ways."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.storage.database import alembic
from models.judgements import Judgement, Verdict
from models.ranking import EvaluationRow, SkippedPair
from models.vocabulary import Language, Term, TermKind
from tests import factories
from tests.conftest import Browser
from tests.ranking import scenes
from tests.ranking.test_switching import active, history

BEFORE = "1795258370"


def test_new_words_are_a_dated_row_with_the_needs_judged_here(administrator: Browser, session: Session) -> None:
    scenes.judged(session, 4)
    administrator.get("/ranking").close()
    concept = factories.concept()
    concept.terms = [Term(language=Language.SV, kind=TermKind.SYNONYM, text="ytplasmonresonans")]
    session.add(concept)
    session.commit()
    administrator.get("/ranking").close()
    first, second = history(session)
    assert (first.changes, second.changes) == (["start"], ["vocabulary"])
    assert first.vocabulary != second.vocabulary
    assert first.weights == second.weights
    assert second.figures["here"]["needs"] == 2
    assert second.figures["shipped"] == first.figures["shipped"]


def test_nothing_is_dated_when_only_capabilities_change(administrator: Browser, session: Session) -> None:
    administrator.get("/ranking").close()
    scenes.catalogue(session)
    administrator.get("/ranking").close()
    assert len(history(session)) == 1


def test_a_switch_is_dated_once_however_many_workers_notice(
    app: Flask, administrator: Browser, session: Session
) -> None:
    administrator.get("/ranking").close()
    other = scenes.weights(session, scenes.halved())
    administrator.send(f"/ranking/{other.id}/use").close()
    # Another worker has not seen any engine yet.
    app.extensions.pop("brygga-ranking-seen")
    administrator.get("/ranking").close()
    assert [row.changes for row in history(session)] == [["start"], ["weights"]]
    assert history(session)[1].parameters_id == active(session).id


def test_the_history_is_shown_newest_first_and_in_pages(administrator: Browser, session: Session) -> None:
    administrator.get("/ranking").close()
    row = history(session)[0]
    copied = {name: getattr(row, name) for name in ("parameters_id", "weights", "encoder", "figures")}
    session.add_all(
        EvaluationRow(**copied, changes=["vocabulary"], vocabulary=f"words-{number:03}") for number in range(60)
    )
    session.commit()
    first = administrator.get("/ranking").get_data(as_text=True)
    assert "words-059" in first
    assert "words-001" not in first
    assert "words-001" in administrator.get("/ranking?page=2").get_data(as_text=True)
    assert administrator.get("/ranking?page=x").status_code == 200


def test_the_migration_goes_down_and_up_with_judgements_in_the_database(app: Flask, session: Session) -> None:
    (need, *_rest), (capability, *_others) = scenes.judged(session, 1)
    actor = scenes.somebody(session)
    scenes.judge(session, need, capability, Verdict.SHORTLIST, by=actor, blind=True)
    scenes.weights(session, scenes.halved())
    session.add(SkippedPair(user_id=actor.id, need_id=need.id, capability_id=capability.id))
    session.commit()
    with app.app_context():
        alembic.downgrade(BEFORE)
        with pytest.raises(DBAPIError):
            session.execute(sa.text("SELECT 1 FROM ranking_parameters"))
        assert session.scalar(sa.text("SELECT count(*) FROM judgement")) == 4
        alembic.upgrade()
    session.expire_all()
    judgements = session.scalars(sa.select(Judgement).order_by(Judgement.id)).all()
    assert [judgement.blind for judgement in judgements] == [False] * 4
    assert session.scalars(sa.select(SkippedPair)).all() == []
