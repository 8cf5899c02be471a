"""The names of a report's figures and readers, in the reader's language."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.labels import CLOSE_REASON_NAMES, STATE_NAMES
from app.reports.content import LOST, Reader

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
    "meetings_planned": _l("Meetings planned in the month, without an outcome"),
    "meetings_not_held": _l("Meetings not held"),
    "uses_started": _l("Uses begun"),
    "matches_lost": _l("Matches lost"),
    **{f"needs_{state}": name for state, name in STATE_NAMES.items()},
    "next_steps": _l("Next steps within 30 days"),
    "profiles_stale": _l("Profiles not confirmed for six months"),
    **{f"{LOST}{reason.value}": name for reason, name in CLOSE_REASON_NAMES.items()},
}
# What a size class and a kind of evidence are called where somebody is told who is counted.
SIZE_NAMES = {"micro": _l("Micro enterprise"), "small": _l("Small enterprise"), "medium": _l("Medium-sized enterprise")}
EVIDENCE_NAMES = {"document": _l("Document"), "both_confirmed": _l("Confirmed by both parties")}
FOLDING = _l(
    "A municipality, a size or a field that fewer than three of the companies share is not told, so that nobody can be "
    "recognised by it."
)
FOLDED_CHANGES = (
    "%(num)d correction concerns a reason or field of too few companies to be told apart.",
    "%(num)d corrections concern reasons or fields of too few companies to be told apart.",
)
KIND_NAMES = {
    "company": _l("Company"),
    "need": _l("Need"),
    "match": _l("Match"),
    "meeting": _l("Meeting"),
    "use": _l("Use"),
    "infrastructure": _l("Infrastructure"),
    "achievement": _l("Achievement"),
}


def in_both(text: LazyString) -> tuple[str, str]:
    """Return a text in Swedish and in English, as what is frozen keeps it; commands and pages get the same."""
    with force_locale("sv"):
        swedish = str(text)
    with force_locale("en"):
        return swedish, str(text)
