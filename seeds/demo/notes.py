"""The demo notes: a few calls, e-mails and remarks on what else is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import User
from models.infrastructures import Capability
from models.matches import Match
from models.needs import Need
from models.notes import Note, NoteKind
from models.organisations import Company
from models.people import Person
from seeds.demo.calendar import Calendar
from seeds.files import SeedRow, read_rows
from seeds.report import SeedReport


@dataclass(frozen=True, slots=True)
class NoteSubjects:
    """What the demo notes are written on, by their seed keys."""

    companies: Mapping[str, Company]
    people: Mapping[str, Person]
    needs: Mapping[str, Need]


def load_notes(
    session: Session, calendar: Calendar, subjects: NoteSubjects, consultant: User, report: SeedReport
) -> None:
    """Add the demo notes that are missing, by their text."""
    known = set(session.scalars(sa.select(Note.text).where(Note.is_demo)))
    for row in read_rows("demo/notes", "notes"):
        if row["text"] in known:
            continue
        # What lies ahead was written down yesterday.
        written_at = calendar.moment(max(row["ago"], 1))
        is_task = row["kind"] == NoteKind.TASK
        note = Note(
            kind=NoteKind(row["kind"]),
            happened_on=calendar.day(row["ago"]),
            text=row["text"],
            author_id=consultant.id,
            owner_id=consultant.id if is_task else None,
            done_at=calendar.moment(row["done"]) if "done" in row else None,
            created_at=written_at,
            updated_at=written_at,
            is_demo=True,
        )
        _place(session, note, row, subjects)
        session.add(note)
        report.count("notes")
    session.flush()


def _place(session: Session, note: Note, row: SeedRow, subjects: NoteSubjects) -> None:
    if "company" in row:
        note.company_id = subjects.companies[row["company"]].id
    elif "person" in row:
        note.person_id = subjects.people[row["person"]].id
    elif "capability" in row:
        note.match_id = session.scalars(
            sa.select(Match.id)
            .join(Capability, Capability.id == Match.capability_id)
            .where(Match.need_id == subjects.needs[row["need"]].id, Capability.key == row["capability"])
        ).one()
    else:
        note.need_id = subjects.needs[row["need"]].id
