"""Files of imports: one to start from, what is on record in the same form, and what becomes of each row."""

from __future__ import annotations

from flask import Response, current_app
from flask_babel import gettext as _

from app.imports import names, queries
from app.imports.blueprint import bp
from app.imports.checking import CheckedFile, PlannedRow
from app.imports.columns import COLUMNS
from app.imports.deciding import settle
from app.imports.kept_files import KeptFiles
from app.imports.kinds import KINDS, rules_of
from app.imports.outcomes import ERROR, UPDATE
from app.imports.running import folder_of
from app.imports.tables import rows_on_record
from app.imports.work import PLAN
from app.storage.audit import note_event
from app.storage.database import db_session
from app.web.sign_in import current_actor
from app.web.spreadsheets import CSV, XLSX, Sheet, as_file
from models.errors import NotFoundError
from models.imports import Import, ImportKind


@bp.get("/<thing>/start.<kind>")
def start_file(thing: str, kind: str) -> Response:
    """Give a file to start from: the names of the columns, and no rows."""
    return _file(kind, _kind(thing), ())


@bp.get("/<thing>/on-record.<kind>")
def on_record(thing: str, kind: str) -> Response:
    """Give all that is on record in the form that can be imported."""
    what = _kind(thing)
    rows = rows_on_record(db_session(), current_actor(), what)
    answer = _file(kind, what, rows)
    note_event(db_session(), "exported", subject=what.value, subject_id="", changes={"rows": len(rows), "format": kind})
    db_session().commit()
    return answer


@bp.get("/<int:import_id>/rows.<kind>")
def rows(import_id: int, kind: str) -> Response:
    """Give what becomes of each row of a checked file, those with errors first; no row where nothing is kept of it."""
    record = queries.get_import(db_session(), current_actor(), import_id)
    plan = KeptFiles(folder_of(current_app), record.place).read(PLAN)
    if kind not in (CSV, XLSX):
        raise NotFoundError
    settled = settle(CheckedFile.from_json(plan).rows, record).rows if plan else []
    listed = sorted(settled, key=lambda row: (row.do != ERROR, row.row))
    heads = [
        *(_("Row"), _("Name"), _("What becomes of it"), _("Column"), _("What is wrong")),
        *(_("Stands now"), _("Would stand")),
    ]
    sheet = Sheet(_("Rows"), heads, [cells for row in listed for cells in _cells(record, row)])
    return as_file(kind, _("import"), sheet)


def _cells(record: Import, row: PlannedRow) -> list[list[str | int | None]]:
    told: list[str | int | None] = [row.row, row.name, str(names.OUTCOME_NAMES[row.do])]
    labels = {each.key: str(each.label) for each in COLUMNS[record.kind]}
    cells = [[*told, labels.get(key, ""), text, "", ""] for key, text in row.errors.items()]
    if row.do == UPDATE:
        cells += [
            [*told, labels[key], "", _shown(row.before.get(key)), _shown(row.values.get(key))]
            for key in row.changed
            if key in labels and key not in rules_of(record.kind).links
        ]
    return cells or [[*told, "", "", "", ""]]


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _kind(thing: str) -> ImportKind:
    if thing not in KINDS:
        raise NotFoundError
    return ImportKind(thing)


def _file(kind: str, what: ImportKind, listed: object) -> Response:
    if kind not in (CSV, XLSX):
        raise NotFoundError
    name = str(names.KIND_NAMES[what])
    heads = [str(each.label) for each in COLUMNS[what]]
    return as_file(kind, name.lower(), Sheet(name, heads, listed))  # type: ignore[arg-type]  # rows of cells
