"""The words for several rows at once: what they are called, how each stands now, and what was done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.batches.queries import Row
from app.limits import NAMES_TOLD
from app.tags.queries import KnownTag
from app.web.i18n import iso_date, named
from models.batches import BatchAct
from models.infrastructures import Infrastructure
from models.matches import Match
from models.needs import Need
from models.saved_views import ListKind

TITLES = {
    BatchAct.ASSIGN: _l("Change who is responsible"),
    BatchAct.NEXT_STEP: _l("Next step"),
    BatchAct.PUT_ON: _l("Add a tag"),
    BatchAct.TAKE_OFF: _l("Take off a tag"),
}
NOW = {
    BatchAct.ASSIGN: _l("Responsible now"),
    BatchAct.NEXT_STEP: _l("Next step now"),
    BatchAct.PUT_ON: _l("Tags now"),
    BatchAct.TAKE_OFF: _l("Tags now"),
}


def how_many(kind: ListKind, count: int) -> str:
    """Return how many rows of a list, in words."""
    match kind:
        case ListKind.COMPANIES:
            return str(ngettext("%(num)s company", "%(num)s companies", count))
        case ListKind.NEEDS:
            return str(ngettext("%(num)s need", "%(num)s needs", count))
        case ListKind.MATCHES:
            return str(ngettext("%(num)s match", "%(num)s matches", count))
        case ListKind.INFRASTRUCTURES:
            return str(ngettext("%(num)s infrastructure", "%(num)s infrastructures", count))


def name_of(row: Row) -> str:
    """Return what a row is called."""
    if isinstance(row, Match):
        return f"{row.need.title} · {named(row.capability.infrastructure)}"
    if isinstance(row, Need):
        return row.title
    return named(row) if isinstance(row, Infrastructure) else row.name


def url_of(row: Row) -> str:
    """Return a row's page."""
    if isinstance(row, Match):
        return url_for("matches.show", match_id=row.id)
    if isinstance(row, Need):
        return url_for("needs.show", need_id=row.id)
    if isinstance(row, Infrastructure):
        return url_for("infrastructures.show", infrastructure_id=row.id)
    return url_for("companies.show", company_id=row.id)


def now_of(act: BatchAct, row: Row, tags: Sequence[KnownTag]) -> str | None:
    """Return how what an act writes stands on a row; None for nothing."""
    if act in (BatchAct.PUT_ON, BatchAct.TAKE_OFF):
        return " · ".join(tag.name for tag in tags) or None
    if act is BatchAct.NEXT_STEP and isinstance(row, Match):
        day = iso_date(row.next_step_on) if row.next_step_on else None
        return " ".join(filter(None, (row.next_step, day))) or None
    return None if isinstance(row, Infrastructure) or row.owner is None else row.owner.name


def some_names(rows: Iterable[Row]) -> str:
    """Return the names of rows, of many the first ones and how many more there are."""
    names = [name_of(row) for row in rows]
    told = ", ".join(names[:NAMES_TOLD])
    more = len(names) - NAMES_TOLD
    return _("%(names)s and %(count)s more", names=told, count=more) if more > 0 else told
