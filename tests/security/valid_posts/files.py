"""The success cases of files."""

from __future__ import annotations

import io
from typing import Any

from models.clock import now
from models.files import RecordFile
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, case


def _typed(stage: Setting, name: str) -> dict[str, Any]:
    return {"file": (io.BytesIO(b"En rad text.\r\n"), name), "about": f"Fil {stage.number}"}


@case("files.new")
def _(stage: Setting) -> Attempt:
    match = stage.match()
    name = f"fil{stage.number}.txt"
    path = f"/matches/{match.id}/files/new"
    return Attempt(path, lambda: stage.one(RecordFile, RecordFile.name == name) is not None, _typed(stage, name))


@case("files.new_for_infrastructure")
def _(stage: Setting) -> Attempt:
    name = f"fil{stage.number}.txt"
    path = f"/infrastructures/{stage.infrastructure.id}/files/new"
    return Attempt(path, lambda: stage.one(RecordFile, RecordFile.name == name) is not None, _typed(stage, name))


def _file(stage: Setting, **values: Any) -> RecordFile:
    where = {"infrastructure_id": stage.infrastructure.id, "for_infrastructure": True}
    return stage.add(factories.record_file(**where, **values))


@case("files.edit")
def _(stage: Setting) -> Attempt:
    file = _file(stage)
    path = f"/files/{file.id}/edit"
    return Attempt(path, lambda: stage.fresh(file).about == "Ny text", {"about": "Ny text"}, shown="Ny text")


@case("files.take_back")
def _(stage: Setting) -> Attempt:
    file = _file(stage)
    return Attempt(
        f"/infrastructures/{file.infrastructure_id}",
        lambda: stage.fresh(file).taken_back_at is not None,
        action=f"/files/{file.id}/take-back",
    )


@case("files.put_back")
def _(stage: Setting) -> Attempt:
    file = _file(stage, taken_back_at=now())
    return Attempt(
        f"/infrastructures/{file.infrastructure_id}",
        lambda: stage.fresh(file).taken_back_at is None,
        {"version": str(file.version)},
        action=f"/files/{file.id}/put-back",
        shown=file.name,
    )
