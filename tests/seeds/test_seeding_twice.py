"""A second seeding adds nothing and changes nothing, also on a later day and after people's own edits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

import seeds
from models import Base
from models.infrastructures import Infrastructure
from models.matches import Match
from models.needs import Need


def dump(session: Session) -> dict[str, list[Any]]:
    """Return every row of every table."""
    return {
        table.name: sorted(tuple(map(repr, row)) for row in session.execute(sa.select(table)))
        for table in Base.metadata.sorted_tables
    }


def test_a_database_is_empty_until_it_is_seeded(blank: Session, stocked: Session) -> None:
    assert seeds.is_empty(blank)
    assert not seeds.is_empty(stocked)


def test_everything_loads_and_says_what_it_does(blank: Session, today: date) -> None:
    said: list[str] = []
    seeds.load(blank, demo=True, today=today, progress=said.append)
    assert len(said) == 3


def test_a_second_seeding_on_a_later_day_adds_and_changes_nothing(filled: Session, today: date) -> None:
    before = dump(filled)
    assert before["need"]
    assert seeds.load(filled, demo=True, today=today + timedelta(days=40)).total == 0
    filled.commit()
    assert dump(filled) == before


def test_demo_data_can_come_later_and_leaves_the_rest_as_it_was(stocked: Session, today: date) -> None:
    infrastructure = stocked.scalars(sa.select(Infrastructure).where(Infrastructure.key == "lci")).one()
    infrastructure.contact_email = "funktion@lci.example"
    infrastructure.description_sv = "Enhetens egna ord."
    stocked.commit()
    report = seeds.load(stocked, demo=True, today=today)
    assert report.added["infrastructures"] == report.added["terms"] == 0
    assert report.added["needs"] >= 40
    assert infrastructure.contact_email == "funktion@lci.example"
    assert infrastructure.description_sv == "Enhetens egna ord."


def test_what_people_did_with_a_demo_match_stays(filled: Session, today: date) -> None:
    match = filled.scalars(sa.select(Match).where(Match.next_step.is_not(None)).limit(1)).one()
    match.next_step = "Vårt eget nästa steg"
    need = filled.scalars(sa.select(Need).where(Need.id != match.need_id).limit(1)).one()
    need.teaser = "Vår egen text"
    filled.commit()
    assert seeds.load(filled, demo=True, today=today).total == 0
    assert match.next_step == "Vårt eget nästa steg"
    assert need.teaser == "Vår egen text"


def test_the_report_reads_as_a_sentence(stocked: Session, today: date) -> None:
    assert str(seeds.load(stocked, demo=False, today=today)) == "Nothing was missing."
    assert "30 companies" in str(seeds.load(stocked, demo=True, today=today))
