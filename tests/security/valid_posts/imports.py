"""The success cases of files that are imported."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.imports import use_cases
from app.imports.commands import ColumnsCommand
from app.imports.reading import FileTable
from app.imports.work import do_step
from app.storage.database import BryggaSession, db
from models.imports import Import, ImportKind, ImportMode, ImportState
from models.organisations import Company
from models.vocabulary import Language
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, case


def _begun(stage: Setting, *names: str, to: ImportState = ImportState.READ) -> Import:
    """Return an import of companies with these names that has come so far."""
    folder = stage.app.extensions["brygga"].import_folder
    user = stage.add(factories.user())
    with stage.app.test_request_context(), BryggaSession(db.engine, expire_on_commit=False) as session:
        table = FileTable(["Namn"], [(row, [name]) for row, name in enumerate(names, start=2)])
        values: dict[str, Any] = {"kind": ImportKind.COMPANIES, "file_name": "fil.csv", "language": Language.SV}
        record = use_cases.begin(session, actor=user, table=table, folder=folder, **values)
        if to is not ImportState.READ:
            command = ColumnsCommand(["name"], ImportMode.BOTH, None)
            use_cases.choose_columns(session, actor=user, record=record, command=command, version=record.version)
            session.commit()
            do_step(session, record.id, folder)
        if to is ImportState.DONE:
            use_cases.start(session, actor=user, record=record, folder=folder, version=record.version)
            session.commit()
            do_step(session, record.id, folder)
        session.commit()
        number = record.id
    return stage.session.scalars(sa.select(Import).where(Import.id == number)).one()


def _names(stage: Setting, names: Sequence[str]) -> int:
    stage.session.expire_all()
    return len(stage.session.scalars(sa.select(Company.id).where(Company.name.in_(names))).all())


@case("imports.new")
def _(stage: Setting) -> Attempt:
    name = f"fil{stage.number}.csv"
    typed: dict[str, Any] = {"file": (io.BytesIO(b"Namn\r\nEtt AB\r\n"), name)}
    return Attempt("/imports/companies/new", lambda: stage.one(Import, Import.file_name == name) is not None, typed)


@case("imports.columns")
def _(stage: Setting) -> Attempt:
    record = _begun(stage, f"Kolumn {stage.number} Xyz")
    return Attempt(
        f"/imports/{record.id}/columns", lambda: stage.fresh(record).state is ImportState.CHECKED, {"mode": "create"}
    )


@case("imports.decide")
def _(stage: Setting) -> Attempt:
    company = stage.add(factories.company(name=f"Dubbelgångare {stage.number} Kvarn"))
    record = _begun(stage, f"{company.name} Sverige", to=ImportState.CHECKED)
    page = f"/imports/{record.id}"
    return Attempt(page, lambda: stage.fresh(record).decisions == {"2": "skip"}, {"row_2": "skip"}, f"{page}/doubles")


@case("imports.start")
def _(stage: Setting) -> Attempt:
    name = f"Helt ny {stage.number} Qwz"
    page = f"/imports/{_begun(stage, name, to=ImportState.CHECKED).id}"
    return Attempt(page, lambda: _names(stage, [name]) == 1, {}, f"{page}/start")


@case("imports.undo")
def _(stage: Setting) -> Attempt:
    name = f"Ångrad {stage.number} Zxq"
    page = f"/imports/{_begun(stage, name, to=ImportState.DONE).id}"
    return Attempt(page, lambda: _names(stage, [name]) == 0, {}, f"{page}/undo")


@case("imports.discard")
def _(stage: Setting) -> Attempt:
    record = _begun(stage, "Ett AB")
    number, page = record.id, f"/imports/{record.id}"
    return Attempt(page, lambda: stage.one(Import, Import.id == number) is None, {}, f"{page}/discard")
