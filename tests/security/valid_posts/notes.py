"""The success cases of notes."""

from __future__ import annotations

from models.clock import now
from models.notes import Note, NoteKind
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, case


@case("notes.new")
def _(stage: Setting) -> Attempt:
    company = stage.add(factories.company())
    said = f"De ringer igen {stage.number}."
    return Attempt(
        f"/companies/{company.id}",
        lambda: stage.one(Note, Note.text == said) is not None,
        {"text": said, "kind": "call"},
        action=f"/companies/{company.id}/notes/new",
        shown=said,
    )


@case("notes.edit")
def _(stage: Setting) -> Attempt:
    note = stage.add(factories.note(company=factories.company()))
    path = f"/notes/{note.id}/edit"
    return Attempt(path, lambda: stage.fresh(note).text == "Ny text", {"text": "Ny text"}, shown="Ny text")


@case("notes.finish")
def _(stage: Setting) -> Attempt:
    task = stage.add(factories.note(company=factories.company(), kind=NoteKind.TASK, owner=stage.user))
    page = f"/companies/{task.company_id}"
    return Attempt(page, lambda: stage.fresh(task).done_at is not None, action=f"/notes/{task.id}/finish")


@case("notes.reopen")
def _(stage: Setting) -> Attempt:
    done = factories.note(company=factories.company(), kind=NoteKind.TASK, owner=stage.user, done_at=now())
    task = stage.add(done)
    return Attempt(
        f"/companies/{task.company_id}",
        lambda: stage.fresh(task).done_at is None,
        {"version": str(task.version)},
        action=f"/notes/{task.id}/reopen",
    )


@case("notes.take_back")
def _(stage: Setting) -> Attempt:
    note = stage.add(factories.note(company=factories.company()))
    return Attempt(
        f"/companies/{note.company_id}",
        lambda: stage.fresh(note).taken_back_at is not None,
        action=f"/notes/{note.id}/take-back",
    )


@case("notes.put_back")
def _(stage: Setting) -> Attempt:
    note = stage.add(factories.note(company=factories.company(), taken_back_at=now()))
    return Attempt(
        f"/companies/{note.company_id}",
        lambda: stage.fresh(note).taken_back_at is None,
        {"version": str(note.version)},
        action=f"/notes/{note.id}/put-back",
        shown=note.text,
    )
