"""The words for imports: what a file is about, why it or a row of it cannot be imported, and what becomes of a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.imports.faults import Fault
from app.imports.limits import IMPORT_ROWS, READING
from app.imports.outcomes import ASK, CREATE, ERROR, KNOWN, SAME, SKIP, UNKNOWN, UPDATE
from app.limits import IMPORT_BYTES
from models.imports import DoublesRule, ImportKind, ImportMode, ImportState

# The list that records of a kind stand in, and the page of one, with the name of its number in the address.
LISTS: Final[Mapping[ImportKind, str]] = {
    ImportKind.COMPANIES: "companies.index",
    ImportKind.PEOPLE: "companies.index",
    ImportKind.NEEDS: "needs.index",
    ImportKind.INFRASTRUCTURES: "infrastructures.index",
    ImportKind.CAPABILITIES: "infrastructures.index",
}
_PAGES: Final[Mapping[ImportKind, tuple[str, str]]] = {
    ImportKind.COMPANIES: ("companies.show", "company_id"),
    ImportKind.PEOPLE: ("people.show", "person_id"),
    ImportKind.NEEDS: ("needs.show", "need_id"),
    ImportKind.INFRASTRUCTURES: ("infrastructures.show", "infrastructure_id"),
    ImportKind.CAPABILITIES: ("infrastructures.edit_capability", "capability_id"),
}
KIND_NAMES: Final[Mapping[ImportKind, Any]] = {
    ImportKind.COMPANIES: _l("Companies"),
    ImportKind.PEOPLE: _l("People"),
    ImportKind.NEEDS: _l("Needs"),
    ImportKind.INFRASTRUCTURES: _l("Infrastructures"),
    ImportKind.CAPABILITIES: _l("Capabilities"),
}
TITLES: Final[Mapping[ImportKind, Any]] = {
    ImportKind.COMPANIES: _l("Import companies"),
    ImportKind.PEOPLE: _l("Import people"),
    ImportKind.NEEDS: _l("Import needs"),
    ImportKind.INFRASTRUCTURES: _l("Import infrastructures"),
    ImportKind.CAPABILITIES: _l("Import capabilities"),
}
# How a row is known to be about a record that Brygga has.
KNOWN_BY: Final[Mapping[ImportKind, Any]] = {
    ImportKind.COMPANIES: _l("A company is known by its organisation number, or else by its name."),
    ImportKind.PEOPLE: _l("A person is known by name and e-mail address, or by name in the same place."),
    ImportKind.NEEDS: _l(
        "A need is known by its company and its title. A new one that has a day on which it came in is opened for "
        "matching; one without is a draft."
    ),
    ImportKind.INFRASTRUCTURES: _l("An infrastructure is known by its name in either language."),
    ImportKind.CAPABILITIES: _l("A capability is known by its infrastructure and what can be done, in Swedish."),
}
MODE_NAMES: Final = (
    (ImportMode.BOTH, _l("Add what is new and change what is on record")),
    (ImportMode.CREATE, _l("Only add what is new")),
    (ImportMode.UPDATE, _l("Only change what is on record")),
)
RULE_NAMES: Final = (
    (DoublesRule.ASK, _l("Decide row by row")),
    (DoublesRule.UPDATE, _l("They are the likeliest record")),
    (DoublesRule.CREATE, _l("They are new")),
    (DoublesRule.SKIP, _l("Leave them out")),
)
STATE_BADGES: Final[Mapping[ImportState, tuple[Any, str]]] = {
    ImportState.READ: (_l("Columns to choose"), "due"),
    ImportState.CHECKING: (_l("Being checked"), "due"),
    ImportState.CHECKED: (_l("Checked, not imported"), "due"),
    ImportState.WRITING: (_l("Being imported"), "due"),
    ImportState.DONE: (_l("Imported"), "good"),
    ImportState.UNDOING: (_l("Being undone"), "due"),
    ImportState.UNDONE: (_l("Undone"), "closed"),
}
# The same once it has happened, where the words differ.
DONE_NAMES: Final[Mapping[str, Any]] = {CREATE: _l("Added"), UPDATE: _l("Changed")}
OUTCOME_NAMES: Final[Mapping[str, Any]] = {
    CREATE: _l("Is added"),
    UPDATE: _l("Is changed"),
    SAME: _l("Says what is on record"),
    KNOWN: _l("On record already, left out"),
    UNKNOWN: _l("Not on record, left out"),
    SKIP: _l("Likely double, left out"),
    ASK: _l("Likely double, to decide"),
    ERROR: _l("Error"),
}
FAULT_TEXTS: Final[Mapping[Fault, Any]] = {
    Fault.MISSING: _l("A new record needs this, and the cell is empty."),
    Fault.NO_COLLEAGUE: _l("No colleague has this name or e-mail address."),
    Fault.DEMO: _l("The row is marked as invented demo data, which is not imported. Take the mark off the name."),
    Fault.SEVERAL: _l(
        "Several records have this name. Write what tells them apart: organisation number or e-mail address."
    ),
    Fault.TWICE: _l("The same record stands in row"),
    Fault.OTHER_COUNTRY: _l("The organisation number is one of another country."),
    Fault.PERSONAL_NUMBER: _l(
        "The number is a personal identity number. Write sole trader as the form of company, so that it is hidden."
    ),
    Fault.NO_PLACE: _l("Write where the person works: a company or an infrastructure that is on record."),
    Fault.TWO_PLACES: _l("A row has one place: a company or an infrastructure. Write the other in a row of its own."),
    Fault.UNKNOWN_COMPANY: _l("No company on record has this name or number. Import the companies first."),
    Fault.SEVERAL_COMPANIES: _l("Several companies have this name. Write the organisation number as well."),
    Fault.UNKNOWN_INFRASTRUCTURE: _l("No infrastructure on record has this name, or several have."),
    Fault.ENDS_BEFORE: _l("This day lies before the first day."),
    Fault.UNKNOWN_HOST: _l("No host organisation on record has this name."),
    Fault.UNKNOWN_PROGRAMME: _l("No programme has this name."),
    Fault.UNKNOWN_CONTACT: _l("Nobody at the company has this name or e-mail address."),
    Fault.DAY_AHEAD: _l("This day has not come yet."),
    Fault.IS_DRAFT: _l("The need is a draft. Open it on its page; then the day it came in can be changed."),
    Fault.CLOSED_BEFORE: _l("The need was closed before this day."),
    Fault.TELLS_WHO: _l(
        "Everyone may read this, and it tells which company it is. Write without the name, or record the need on its "
        "own form, which asks about it."
    ),
    Fault.HANDED_IN: _l(
        "The company handed this need in itself and has agreed to its words. Change them on its page, where the "
        "company is asked."
    ),
    Fault.UNKNOWN_WORD: _l("The vocabulary does not have all of these words. Write terms with commas between."),
}
_UNREADABLE: Final[Mapping[str, Any]] = {
    "empty": _l("The file is empty. Choose the file with the rows, with the names of the columns in its first row."),
    "no_rows": _l("The file has names of columns and no rows below them."),
    "old_excel": _l("This is the old form of Excel (.xls). Save it in Excel as .xlsx, and choose that file."),
    "wrong_type": _l("This is no table. Choose an Excel file (.xlsx) or a CSV file."),
    "broken": _l("The file is damaged and cannot be read. Save it anew in Excel, and choose that file."),
    "bomb": _l("The file unpacks to more than a table would, so it is not read. Save only the rows in a new file."),
    "strange_zip": _l("The file holds parts that no plain Excel file has. Save only the rows in a new file."),
    "far_down": _l("The sheet says that it has rows very far down. Copy the rows to a new sheet, and save that."),
}


def why_unreadable(fault: str, row: int | None) -> str:
    """Return why a file cannot be read, and what to do."""
    if fault in _UNREADABLE:
        return str(_UNREADABLE[fault])
    texts = {
        "too_large": _l("The file is too large. At most %(count)d megabytes are read."),
        "too_many_rows": _l("The file has more than %(count)d rows. Divide it in several files."),
        "too_many_columns": _l("Row %(row)s has more than %(count)d columns."),
        "long_cell": _l("A cell in row %(row)s holds too much. At most %(count)d signs fit."),
        "beside": _l("Row %(row)s has more cells than there are names of columns in the first row."),
        "quotes": _l("From row %(row)s on a quotation mark stands wrong, or is never closed."),
    }
    counts = {
        "too_large": IMPORT_BYTES // 1_000_000,
        "too_many_rows": IMPORT_ROWS,
        "too_many_columns": READING["columns"],
        "long_cell": READING["cell"],
    }
    return str(texts[fault]) % {"row": row, "count": counts.get(fault, 0)}


def url_of(kind: ImportKind, number: int) -> str:
    """Return the page of a record."""
    endpoint, name = _PAGES[kind]
    values: dict[str, Any] = {name: number}
    return url_for(endpoint, **values)


def how_many(kind: ImportKind, count: int) -> str:
    """Return how many records, in words."""
    match kind:
        case ImportKind.COMPANIES:
            return str(ngettext("%(num)s company", "%(num)s companies", count))
        case ImportKind.PEOPLE:
            return str(ngettext("%(num)s person", "%(num)s people", count))
        case ImportKind.NEEDS:
            return str(ngettext("%(num)s need", "%(num)s needs", count))
        case ImportKind.INFRASTRUCTURES:
            return str(ngettext("%(num)s infrastructure", "%(num)s infrastructures", count))
        case ImportKind.CAPABILITIES:
            return str(ngettext("%(num)s capability", "%(num)s capabilities", count))
