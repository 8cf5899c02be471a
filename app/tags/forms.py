"""The forms of this room: a tag put on a record, a tag's name, and what lists and the page of all tags ask."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.limits import TAG_NAME
from app.web.forms.base import KeyedForm, VersionedForm
from app.web.forms.choices import ChoiceField
from app.web.forms.fields import text_field
from app.web.forms.filters import FilterForm, search_field
from models.tags import Tag


class PutOnForm(KeyedForm):
    """The name of a tag to put on a record."""

    name = text_field(_l("Tag"), needed=True, limit=TAG_NAME, render_kw={"list": "known-tags", "autocomplete": "off"})


class TagForm(VersionedForm):
    """What a tag is called; where another tag is called so already, whether they are to be one."""

    name = text_field(_l("Name"), needed=True, limit=TAG_NAME)
    merge = BooleanField(_l("Merge them into one tag"))
    # The other tag of that name; set by the view.
    other: Tag | None = None


class TagFilters(FilterForm):
    """What the page of all tags can be narrowed by."""

    q = search_field(_l("Search among the tags"))


def tag_field() -> ChoiceField:
    """Return the field of a list that narrows it to what has a tag; `offer_tags` fills it."""
    return ChoiceField(_l("Tag"), empty=_l("All tags"))
