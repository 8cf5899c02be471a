"""What was seeded before follows the files at an upgrade, and what people have edited or confirmed does not."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

import seeds
from app.storage.database import db_session
from models.engine_state import CatalogueState
from models.infrastructures import Capability, Infrastructure
from models.vocabulary import Concept, Language, Term, TermKind
from tests import factories

OLD = "Så löd det i en äldre version."
KEY = "vecura/gmp-manufacturing"


def as_an_older_version_seeded_it(session: Session) -> None:
    """Put old texts in, as a bulk insert would have left them."""
    for table, key, column in (
        (Capability, KEY, "text_sv"),
        (Infrastructure, "vecura", "description_en"),
        (Concept, "biobanking", "label_sv"),
    ):
        session.execute(sa.update(table).where(table.key == key).values({column: OLD}))
    concept = session.scalars(sa.select(Concept.id).where(Concept.key == "biobanking")).one()
    row = {"concept_id": concept, "language": Language.SV, "kind": TermKind.SYNONYM, "text": "ett namn som togs bort"}
    session.execute(sa.insert(Term), [row])
    session.expire_all()


def capability(session: Session) -> Capability:
    return session.scalars(sa.select(Capability).where(Capability.key == KEY)).one()


def texts_of(session: Session) -> set[str]:
    chosen = sa.select(Term.text).join(Concept).where(Concept.key == "biobanking")
    return set(session.scalars(chosen))


@pytest.mark.only_on("postgresql")  # the tests below are on SQLite
def test_untouched_rows_follow_the_files(app: Flask, today: date) -> None:
    with app.app_context():
        session = db_session()
        seeds.load(session, demo=False, today=today)
        session.commit()
        label = session.scalars(sa.select(Concept.label_sv).where(Concept.key == "biobanking")).one()
        as_an_older_version_seeded_it(session)
        author = factories.user()
        session.add(author)
        session.flush()
        concept = session.scalars(sa.select(Concept).where(Concept.key == "biobanking")).one()
        own = Term(concept=concept, language=Language.SV, kind=TermKind.SYNONYM, text="eget ord", added_by_id=author.id)
        session.add(own)
        session.commit()
        revision = session.scalars(sa.select(CatalogueState.revision)).one()
        report = seeds.load(session, demo=False, today=today)
        session.commit()
        assert report.changed == {"concepts": 1, "terms": 1, "infrastructures": 1, "capabilities": 1}
        assert report.added.total() == 0
        assert OLD not in capability(session).text_sv
        assert capability(session).text_sv_search is not None
        assert "aldre version" not in str(capability(session).text_sv_search)
        assert concept.label_sv == label
        assert "eget ord" in texts_of(session)
        assert "ett namn som togs bort" not in texts_of(session)
        assert session.scalars(sa.select(CatalogueState.revision)).one() > revision
        assert seeds.load(session, demo=False, today=today).total == 0


def test_a_row_is_refreshed_again_at_the_next_upgrade(stocked: Session, today: date) -> None:
    for _upgrade in range(2):
        as_an_older_version_seeded_it(stocked)
        assert seeds.load(stocked, demo=False, today=today).changed["capabilities"] == 1
        stocked.expire_all()
        assert capability(stocked).version == 1
        assert OLD not in capability(stocked).text_sv


@pytest.mark.parametrize("edited", ["text_sv", "price_note"])
def test_a_row_that_somebody_edited_stays_whatever_was_edited(stocked: Session, today: date, edited: str) -> None:
    as_an_older_version_seeded_it(stocked)
    setattr(capability(stocked), edited, "Enhetens egna ord.")
    stocked.commit()
    before = capability(stocked).text_sv
    assert seeds.load(stocked, demo=False, today=today).changed["capabilities"] == 0
    stocked.expire_all()
    assert capability(stocked).text_sv == before


def test_what_an_infrastructure_has_confirmed_stays_with_all_its_capabilities(stocked: Session, today: date) -> None:
    as_an_older_version_seeded_it(stocked)
    author = factories.user()
    stocked.add(author)
    stocked.flush()
    infrastructure = stocked.scalars(sa.select(Infrastructure).where(Infrastructure.key == "vecura")).one()
    infrastructure.confirm(today, author.id)
    stocked.commit()
    report = seeds.load(stocked, demo=False, today=today)
    assert report.changed["capabilities"] == report.changed["infrastructures"] == 0
    assert capability(stocked).text_sv == OLD


def test_the_report_says_what_was_brought_up_to_date(stocked: Session, today: date) -> None:
    as_an_older_version_seeded_it(stocked)
    said = str(seeds.load(stocked, demo=False, today=today))
    assert said == "Brought up to date 1 concepts, 1 terms, 1 infrastructures, 1 capabilities."
