"""A change of a profile as people read it: each field's name, what stands and what is put there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.infrastructures.names import OPENNESS_NAMES
from app.infrastructures.profile_values import CONCEPTS, Values, values_of
from app.labels import QUALITY_NAMES, SERVICE_FORM_NAMES
from app.web.i18n import named
from models.profile_changes import ProfileChange
from models.vocabulary import Concept

# In the order in which a page shows them; the answers that a text was made of are told as the text.
_LABELS = {
    "open_to_companies": _l("Takes companies"),
    "description_sv": _l("What the unit does, in Swedish"),
    "description_en": _l("What the unit does, in English"),
    "building": _l("Building"),
    "website": _l("Website"),
    "is_active": _l("Offered now"),
    "title_sv": _l("What can be done, in Swedish"),
    "title_en": _l("What can be done, in English"),
    "text_sv": _l("Text in Swedish"),
    "text_en": _l("Text in English"),
    CONCEPTS: _l("Vocabulary terms"),
    "service_form": _l("How the work is done"),
    "quality": _l("Quality and safety levels"),
    "lead_time_days": _l("Lead time in days"),
    "price_note": _l("Price for companies"),
}

_NAMES: Mapping[str, Mapping[Any, Any]] = {
    "open_to_companies": dict(OPENNESS_NAMES),
    "service_form": dict(SERVICE_FORM_NAMES),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: what stands, what is put there, and whether somebody else changed it since the draft was begun."""

    label: str
    old: str
    new: str
    moved: bool = False


def changes_of(change: ProfileChange, concepts: Mapping[int, Concept]) -> list[FieldChange]:
    """Return the fields of a change: of a draft against what stands now, of a published one against what stood then.

    A capability that is offered for the first time is told whole. `concepts` are those that the values name.
    """
    before, after, is_draft = change.before, change.after, change.published_at is None
    stands = values_of(change.capability or change.infrastructure)
    if is_draft:
        before = {name: stands[name] for name in after}
        if after.get("is_active") and not stands["is_active"]:
            before, after = dict.fromkeys(stands), {**stands, **after}
    rows = [
        FieldChange(
            label=str(label),
            old=_told(name, before.get(name), concepts),
            new=_told(name, after[name], concepts),
            moved=is_draft and name in change.before and stands[name] != change.before[name],
        )
        for name, label in _LABELS.items()
        if name in after
    ]
    return [row for row in rows if row.old != row.new or row.moved]


def named_in(changes: Sequence[ProfileChange]) -> set[int]:
    """Return the numbers of the concepts that changes, and the capabilities they are of, name."""
    values: list[Values] = [said for change in changes for said in (change.before, change.after)]
    own = {concept.id for change in changes if change.capability for concept in change.capability.concepts}
    return own.union(*(said.get(CONCEPTS) or () for said in values))


def _told(name: str, value: Any, concepts: Mapping[int, Concept]) -> str:
    """Return a value as people read it; nothing is an empty text."""
    if name == "quality" and value is not None:
        return ", ".join(label for level, label in QUALITY_NAMES if level in value) or str(_("No level held"))
    if value in (None, ""):
        return ""
    if name in _NAMES:
        return str(_NAMES[name][value])
    if name == CONCEPTS:
        return ", ".join(named(concepts[number], "label") for number in value if number in concepts)
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    return str(value)
