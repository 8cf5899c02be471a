"""Whatever is moved, edited, deleted, restored, merged and corrected, past months say what a naive recount says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.reports.content import Report
from app.reports.frozen import find_frozen, seal_report
from app.reports.report_of_month import gather_report
from models.clock import TIME_ZONE, last_of_month, now, today
from models.matches import Match, Stage
from models.meetings import Meeting, MeetingStatus
from models.needs import Need, NeedStatus
from models.organisations import Company
from models.programmes import CountingRule, Indicator, Programme
from models.uses import Use
from tests import factories

pytestmark = pytest.mark.only_on("sqlite")
START = date(2026, 1, 2)
STEPS = 28
NEVER = date.max


@dataclass
class Ledger:
    """A naive record of what was done: of needs and gates from when to when, of the rest on which day."""

    needs: dict[int, list[list[date]]] = field(default_factory=dict)
    gates: dict[int, list[list[date]]] = field(default_factory=dict)
    meetings: dict[int, tuple[int, date, bool]] = field(default_factory=dict)
    uses: dict[int, tuple[int, date]] = field(default_factory=dict)
    agreed: dict[int, date] = field(default_factory=dict)
    company_of: dict[int, int] = field(default_factory=dict)
    gate_of: dict[int, int] = field(default_factory=dict)

    def figures(self, first: date, end: date) -> dict[str, int]:
        """Count a month again, from nothing but what was done."""
        uses = [(match, day) for match, day in self.uses.values() if day <= end]
        held = [(match, day) for match, day, was_held in self.meetings.values() if was_held and day <= end]
        opened = {number for number, spans in self.gates.items() if _stood(spans, end)}
        return {
            "open": sum(_stood(spans, end) for spans in self.needs.values()),
            "new_needs": sum(first <= spans[0][0] <= end for spans in self.needs.values()),
            "meetings_held": sum(day >= first for _match, day in held),
            "uses_started": sum(day >= first for _match, day in uses),
            "smf-used": len({self.company_of[match] for match, _day in uses}),
            "opened": len({self.gate_of[match] for match, _day in uses} & opened),
            "met": len({match for match, _day in held}),
            "used": len({match for match, _day in uses}),
            "agreed": sum(day <= end for day in self.agreed.values()),
        }


def _stood(spans: list[list[date]], day: date) -> bool:
    return any(begun <= day < ended for begun, ended in spans)


def reported(report: Report) -> dict[str, int]:
    """Return what a report says of the same."""
    values = {code: int(figure.value) for code, figure in report.all_figures().items()}
    reached = {step.stage: step.reached for step in report.funnel}
    return {
        "open": sum(values[f"needs_{state}"] for state in ("matched", "waiting", "unmet")),
        **{code: values[code] for code in ("new_needs", "meetings_held", "uses_started", "smf-used", "opened")},
        "met": reached["meeting_held"],
        "used": reached["used"],
        "agreed": reached["agreed"],
    }


class Office:
    """Does one thing after another at random, in the database and in the ledger."""

    def __init__(self, session: Session, random: Random) -> None:
        self.session, self.random, self.ledger = session, random, Ledger()
        self.programme: Programme = factories.programme(starts_on=START, ends_on=date(2027, 12, 31))
        rules = {"smf-used": CountingRule.SMF_USED, "opened": CountingRule.INFRASTRUCTURE_OPENED}
        self.programme.indicators = [
            Indicator(code=code, name_sv=code, name_en=code, unit="companies", target=10, rule=rule)
            for code, rule in rules.items()
        ]
        session.add(self.programme)
        session.commit()
        for _ in range(3):
            self.new_match()

    def act(self) -> None:
        acts = (self.new_match, self.close, self.meet, self.move_meeting, self.take_back, self.use, self.unuse)
        more = (self.move_use, self.gate, self.agree, self.correct, self.merge, self.reopen, self.miss)
        self.random.choice((*acts, *more))()
        self.session.commit()

    def any(self, found: Any) -> Any:
        found = sorted(found)
        return self.random.choice(found) if found else None

    def day(self) -> date:
        """Return a day that has been: what is written today may have happened long ago."""
        return today() - timedelta(days=self.random.randint(0, min(75, (today() - START).days)))

    def new_match(self) -> None:
        company = factories.company(created_at=now())
        need = factories.need(company, programme=self.programme, opened_on=today())
        infrastructure = factories.ready(factories.infrastructure(), since=today())
        match = factories.match(need, factories.capability(infrastructure))
        self.session.add_all([match, factories.declaration(company)])
        self.session.commit()
        self.ledger.needs[need.id] = [[today(), NEVER]]
        self.ledger.gates[infrastructure.id] = [[today(), NEVER]]
        self.ledger.company_of[match.id], self.ledger.gate_of[match.id] = company.id, infrastructure.id

    def close(self) -> None:
        number = self.any(number for number, spans in self.ledger.needs.items() if spans[-1][1] == NEVER)
        if number is not None:
            self.session.get_one(Need, number).status = self.random.choice((NeedStatus.MET, NeedStatus.WITHDRAWN))
            self.ledger.needs[number][-1][1] = today()

    def reopen(self) -> None:
        number = self.any(number for number, spans in self.ledger.needs.items() if spans[-1][1] != NEVER)
        if number is not None:
            self.session.get_one(Need, number).status = NeedStatus.OPEN
            self.ledger.needs[number].append([today(), NEVER])

    def gate(self) -> None:
        match = self.session.get_one(Match, self.any(self.ledger.gate_of))
        self.session.refresh(match, ["capability"])
        self.session.refresh(match.capability, ["infrastructure"])
        infrastructure = match.capability.infrastructure
        spans = self.ledger.gates[infrastructure.id]
        if spans[-1][1] == NEVER:
            infrastructure.opened_on, spans[-1][1] = None, today()
        else:
            infrastructure.opened_on = today()
            spans.append([today(), NEVER])

    def meet(self) -> None:
        meeting = factories.meeting(self.session.get_one(Match, self.any(self.ledger.gate_of)), held_on=self.day())
        self.session.add(meeting)
        self.session.flush()
        self.ledger.meetings[meeting.id] = (meeting.match_id, meeting.held_on, True)

    def move_meeting(self) -> None:
        if (number := self.any(self.ledger.meetings)) is not None:
            match, _day, held = self.ledger.meetings[number]
            meeting = self.session.get_one(Meeting, number)
            meeting.held_on = self.day()
            self.ledger.meetings[number] = (match, meeting.held_on, held)

    def take_back(self) -> None:
        """Take a meeting back, or put back one that was."""
        if (number := self.any(self.ledger.meetings)) is not None:
            match, day, _held = self.ledger.meetings[number]
            meeting = self.session.get_one(Meeting, number)
            meeting.taken_back_at = None if meeting.taken_back_at else now()
            self.ledger.meetings[number] = (match, day, meeting.was_held)

    def miss(self) -> None:
        """Say that a meeting was not held after all, or was."""
        if (number := self.any(self.ledger.meetings)) is not None:
            match, day, _held = self.ledger.meetings[number]
            meeting = self.session.get_one(Meeting, number)
            was = meeting.status is MeetingStatus.HELD
            meeting.status = MeetingStatus.NOT_HELD if was else MeetingStatus.HELD
            self.ledger.meetings[number] = (match, day, meeting.was_held)

    def use(self) -> None:
        use = factories.use(self.session.get_one(Match, self.any(self.ledger.gate_of)), started_on=self.day())
        self.session.add(use)
        self.session.flush()
        self.ledger.uses[use.id] = (use.match_id, use.started_on)

    def move_use(self) -> None:
        if (number := self.any(self.ledger.uses)) is not None:
            use = self.session.get_one(Use, number)
            use.started_on = self.day()
            self.ledger.uses[number] = (use.match_id, use.started_on)

    def unuse(self) -> None:
        if (number := self.any(self.ledger.uses)) is not None:
            self.session.delete(self.session.get_one(Use, number))
            del self.ledger.uses[number]

    def agree(self) -> None:
        if (number := self.any(self.ledger.gate_of.keys() - self.ledger.agreed.keys())) is not None:
            self._match(number).advance(Stage.AGREED, by_id=None, at=now())
            self.ledger.agreed[number] = today()

    def correct(self) -> None:
        if (number := self.any(self.ledger.agreed)) is not None:
            self._match(number).correct(Stage.SHORTLISTED, by_id=None, at=now())
            del self.ledger.agreed[number]

    def merge(self) -> None:
        """Let one company's need be another's, as when the two become one."""
        number, other = (self.any(self.ledger.company_of) for _ in range(2))
        match = self._match(number)
        self.session.refresh(match, ["need"])
        company = self.session.get_one(Company, self.ledger.company_of[other])
        match.need.company_id = company.id
        self.ledger.company_of[number] = company.id

    def _match(self, number: int) -> Match:
        match = self.session.get_one(Match, number)
        self.session.refresh(match, ["changes", "introductions", "meetings", "uses"])
        return match


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_past_months_are_what_a_naive_recount_says_and_frozen_ones_never_move(
    session: Session, set_clock: Callable[[datetime], None], seed: int
) -> None:
    random, frozen = Random(seed), {}
    set_clock(datetime(2026, 1, 2, 12, tzinfo=TIME_ZONE))
    office = Office(session, random)
    for _ in range(STEPS):
        day = today() + timedelta(days=random.randint(0, 18))
        # Near midnight, so that a moment's day in Stockholm is not its day in UTC.
        set_clock(datetime(day.year, day.month, day.day, random.choice((0, 12, 23)), 30, tzinfo=TIME_ZONE))
        office.act()
        month = (today().replace(day=1) - timedelta(days=1)).replace(day=1)
        if month >= START.replace(day=1) and month not in frozen and random.random() < 0.3:
            report = gather_report(session, office.programme, month, today=today())
            seal_report(session, office.programme, report, actor=None)
            frozen[month] = report
    month = START.replace(day=1)
    while month < today().replace(day=1):
        end = last_of_month(month)
        report = gather_report(session, office.programme, month, today=today())
        assert reported(report) == office.ledger.figures(month, end), month
        month = end + timedelta(days=1)
    for month, report in frozen.items():
        kept = find_frozen(session, office.programme, month)
        assert kept is not None
        assert kept.is_intact
        assert kept.report == report
