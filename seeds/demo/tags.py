"""The demo tags: a list made by hand, and two words to find records by."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.infrastructures import Infrastructure
from models.needs import Need
from models.organisations import Company
from models.people import Person
from models.tags import Tag, TaggedKind, Tagging
from seeds.demo.notes import NoteSubjects
from seeds.files import read_rows
from seeds.report import SeedReport


def load_tags(session: Session, subjects: NoteSubjects, report: SeedReport) -> None:
    """Add the demo tags that were never there, with what they stand on."""
    known = set(session.scalars(sa.select(Tag.name)))
    infrastructures = {each.key: each for each in session.scalars(sa.select(Infrastructure))}
    where: tuple[tuple[str, TaggedKind, Mapping[str, Company | Person | Need | Infrastructure]], ...] = (
        ("companies", TaggedKind.COMPANY, subjects.companies),
        ("people", TaggedKind.PERSON, subjects.people),
        ("needs", TaggedKind.NEED, subjects.needs),
        ("infrastructures", TaggedKind.INFRASTRUCTURE, infrastructures),
    )
    for row in read_rows("demo/tags", "tags"):
        if row["name"] in known:
            continue
        tag = Tag(name=row["name"], is_demo=True)
        session.add(tag)
        session.flush()
        for name, kind, records in where:
            session.add_all(Tagging(tag_id=tag.id, **{kind.column: records[key].id}) for key in row.get(name, ()))
        report.count("tags")
    session.flush()
