"""What has happened with a company, newest first: needs opened, steps of matches, meetings and uses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.limits import TIMELINE_SHOWN
from models.clock import day_of
from models.matches import Match, Stage, StageChange
from models.meetings import Meeting
from models.needs import Need
from models.uses import Use

# The meeting or the use of the same day says it already.
_TOLD_BY_THEMSELVES = (Stage.MEETING_HELD, Stage.USED)


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry: what it is about stands in exactly one of `need`, `change`, `meeting` and `use`."""

    on: date
    match: Match | None = None
    need: Need | None = None
    change: StageChange | None = None
    meeting: Meeting | None = None
    use: Use | None = None


def timeline(needs: Iterable[Need], matches: Sequence[Match], uses: Iterable[Use]) -> list[Happening]:
    """Return the newest entries; matches come with their changes and meetings loaded."""
    entries = [Happening(need.opened_on, need=need) for need in needs if need.opened_on is not None]
    uses = list(uses)
    told = {(match.id, meeting.held_on) for match in matches for meeting in match.meetings}
    told |= {(use.match_id, use.started_on) for use in uses}
    for match in matches:
        entries += [
            Happening(_day(change), match, change=change)
            for change in match.changes
            if change.to_stage not in _TOLD_BY_THEMSELVES or (match.id, _day(change)) not in told
        ]
        entries += [Happening(meeting.held_on, match, meeting=meeting) for meeting in match.meetings]
    entries += [Happening(use.started_on, use.match, use=use) for use in uses]
    # What was added last happened last on its day.
    entries.reverse()
    return sorted(entries, key=lambda entry: entry.on, reverse=True)[:TIMELINE_SHOWN]


def _day(change: StageChange) -> date:
    return day_of(change.at)
