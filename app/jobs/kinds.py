"""Every job there is: the name it is asked for by, what it does, and at which times by the clocks in Stockholm.

Each may be run as often as one likes and be broken off: what it has to do is read from the records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from flask_babel import lazy_gettext as _l
from huey import crontab

from app.imports.running import IMPORT_JOB, give_import_up, work_on_import
from app.reports.freezing import FREEZE_JOB, freeze_asked
from models.clock import local

When = Callable[[datetime], bool]
Do = Callable[..., None]
MINUTE: Final = timedelta(minutes=1)
# No job with times waits longer for the next.
_LONGEST: Final = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class JobKind:
    """A job with times, which runs a command of `flask`, or one that is asked for, which is done to something.

    `do` and `give_up` take what is behind the name; `give_up` is called where the process died over it again and again.
    """

    label: str
    command: str = ""
    when: When | None = None
    times: str = ""
    do: Do | None = None
    give_up: Do | None = None

    def first_time(self, moment: datetime, until: datetime) -> datetime | None:
        """Return the first of its times after a moment and not after `until`, both aware; None where there is none."""
        at = moment.replace(second=0, microsecond=0) + MINUTE
        until = min(until, moment + _LONGEST)
        while self.when is not None and at <= until:
            if self.when(local(at)):
                return at
            at += MINUTE
        return None

    def next_time(self, moment: datetime) -> datetime | None:
        """Return the next of its times after an aware moment; None where it has none."""
        return self.first_time(moment, moment + _LONGEST)


def _daily(hour: int, minute: int, day_of_week: str = "*") -> When:
    when: When = crontab(minute=str(minute), hour=str(hour), day_of_week=day_of_week, strict=True)
    return when


def _every(minutes: int) -> When:
    when: When = crontab(minute=f"*/{minutes}", strict=True)
    return when


# None at an hour that a change of the clocks leaves out or has twice.
KINDS: Final[Mapping[str, JobKind]] = {
    "letters": JobKind(_l("Send letters"), "outbox send", _every(1), _l("every minute")),
    "duplicates": JobKind(_l("Look for duplicates"), "duplicates find", _every(10), _l("every ten minutes")),
    "notices": JobKind(_l("See what is new for needs"), "notices", _every(15), _l("every quarter of an hour")),
    "digest": JobKind(_l("Write the daily letters"), "digest", _daily(6, 40, "1-5"), _l("weekdays at 06:40")),
    "reports": JobKind(_l("Freeze reports that are due"), "report --due", _daily(7, 0), _l("daily at 07:00")),
    "facts": JobKind(_l("Ask units about their facts"), "facts ask", _daily(7, 10, "1"), _l("Mondays at 07:10")),
    "participants": JobKind(
        _l("Remove participants whose day has passed"), "participants forget", _daily(6, 15), _l("daily at 06:15")
    ),
    "files": JobKind(_l("Remove files taken away 30 days ago"), "files sweep", _daily(6, 20), _l("daily at 06:20")),
    "hand-ins": JobKind(
        _l("Remove needs that nobody stands behind"), "hand-ins forget", _daily(6, 25), _l("daily at 06:25")
    ),
    "bin": JobKind(_l("Empty the bin of what is older than 30 days"), "bin empty", _daily(6, 10), _l("daily at 06:10")),
    "audit": JobKind(_l("Check the audit trail"), "audit verify", _daily(3, 40), _l("daily at 03:40")),
    IMPORT_JOB: JobKind(_l("Import"), do=work_on_import, give_up=give_import_up),
    FREEZE_JOB: JobKind(_l("Freeze a report"), do=freeze_asked),
}


def kind_of(name: str) -> tuple[JobKind, list[str]]:
    """Return what a job is and what it is done to; raises KeyError for a name that means none."""
    word, *things = name.split()
    return KINDS[word], things
