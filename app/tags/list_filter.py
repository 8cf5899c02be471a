"""The tags that a list can be narrowed by: those in use, to the office alone."""

from __future__ import annotations

from app.storage.database import db_session
from app.tags.queries import list_known
from app.web.forms.filters import FilterForm
from app.web.sign_in import current_actor


def offer_tags(filters: FilterForm) -> None:
    """Offer the tags in a list's `tag`; an address that names a tag which became another means that one.

    Whoever is not of the office has no such filter, and what an address says of it is no tag to them.
    """
    actor = current_actor()
    if not actor.role.is_office:
        del filters.tag
        return
    known = {str(tag.id): tag for tag in list_known(db_session(), actor)}
    asked, passed = filters.tag.data, set()
    while asked in known and asked not in passed and (into := known[asked].merged_into_id) is not None:
        passed.add(asked)
        asked = str(into)
    filters.tag.data = asked
    filters.tag.offer((tag.id, tag.name) for tag in known.values() if tag.is_used)
