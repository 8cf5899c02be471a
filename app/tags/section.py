"""The tags of one record as its page shows them: each leads to its list, and one more can be put on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.storage.database import db_session
from app.tags.forms import PutOnForm
from app.tags.places import list_url
from app.tags.queries import list_tags_for
from app.web.sign_in import current_actor
from models.tags import TaggedKind


@dataclass(frozen=True, slots=True)
class TagChip:
    """A tag on a record: where all that have it are, and where it is taken off."""

    name: str
    url: str
    off_url: str


@dataclass(frozen=True, slots=True)
class TagsSection:
    """What the template shows; `known` are the names that the field suggests."""

    chips: Sequence[TagChip]
    form: PutOnForm
    put_url: str
    known: Sequence[str]


def tags_section(kind: TaggedKind, number: int, form: PutOnForm | None = None) -> TagsSection:
    """Return a record's tags; the view has seen to it that its reader is of the office."""
    session, actor = db_session(), current_actor()
    place: dict[str, Any] = {kind.column: number}
    tags, others = list_tags_for(session, actor, kind, number)
    return TagsSection(
        chips=[
            TagChip(tag.name, list_url(kind, tag.id), url_for("tags.take_off", tag_id=tag.id, **place)) for tag in tags
        ],
        form=form or PutOnForm(formdata=None),
        put_url=url_for("tags.put_on", **place),
        known=[tag.name for tag in others],
    )
