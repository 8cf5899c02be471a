"""The names of a report's figures and readers, in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.labels import STATE_NAMES
from app.reports.content import Reader

READER_NAMES = {
    Reader.STEERING: _l("the steering group"),
    Reader.FUNDER: _l("the funder"),
    Reader.OFFICE: _l("the office"),
}
FIGURE_NAMES = {
    "new_companies": _l("New companies"),
    "new_needs": _l("New needs"),
    "introductions": _l("Introductions"),
    "meetings_held": _l("Meetings held"),
    "meetings_planned": _l("Meetings still planned"),
    "meetings_not_held": _l("Meetings not held"),
    "uses_started": _l("Uses begun"),
    **{f"needs_{state}": name for state, name in STATE_NAMES.items()},
    "next_steps": _l("Next steps within 30 days"),
}
