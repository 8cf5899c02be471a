"""An earlier value of a field, which the timeline tells, filled in its form: saving is what puts it back.

So whoever may edit may do it, what the form refuses is refused, and two who change a record are told of each other.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from flask import request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms import DateField, Form

from app.timeline.places import Place, PlaceKind
from app.web.forms.typed import fields_of
from app.web.i18n import iso_date
from models.audit import AuditEntry
from models.clock import day_of

# The form of each kind of record that tells its former values; of people the trail keeps none.
EDITED_AT: Final = {
    PlaceKind.COMPANY: "companies.edit",
    PlaceKind.NEED: "needs.edit",
    PlaceKind.INFRASTRUCTURE: "infrastructures.edit",
}
_DIGITS: Final = 12


def fill_in_earlier(session: Session, form: Form, place: Place) -> None:
    """Fill in the earlier value that the address asks for, and say beside it what stands; what was sent is left."""
    number, name = request.args.get("earlier", ""), request.args.get("field", "")
    is_number = number.isascii() and number.isdecimal() and len(number) <= _DIGITS
    if request.method != "GET" or not is_number or name not in form or name not in fields_of(type(form)):
        return
    entry = session.scalar(
        sa.select(AuditEntry).where(
            AuditEntry.id == int(number),
            AuditEntry.subject == place.kind.value,
            AuditEntry.subject_id == str(place.id),
            AuditEntry.action == "update",
        )
    )
    change = entry.changes.get(name) if entry is not None else None
    if entry is None or not isinstance(change, list):
        return
    field: Any = form[name]
    stands = field.data
    field.data = date.fromisoformat(change[0]) if change[0] and isinstance(field, DateField) else change[0]
    shown = iso_date(stands) if isinstance(stands, date) else stands
    field.description = _(
        "What stood here before %(day)s is filled in. Now it says: %(now)s. Save to put the earlier value back.",
        day=iso_date(day_of(entry.at)),
        now=shown or "–",
    )
