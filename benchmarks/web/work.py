"""Made-up needs and matches, with the steps, meetings and uses that their stages tell of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import sqlalchemy as sa

from benchmarks.web.drawing import Drawing
from models.base import swedish_sort_key
from models.infrastructures import Capability
from models.matches import Match, Stage, StageChange
from models.meetings import Meeting, MeetingStatus
from models.needs import Need, NeedStatus, need_concept
from models.organisations import Company
from models.programmes import Programme
from models.uses import EvidenceKind, Use

PROGRAMME: Final = "klustermotor"  # the one that an installation runs when its settings name none
_STAGES: Final = (Stage.SUGGESTED, Stage.SHORTLISTED, Stage.INTRODUCED, Stage.MEETING_HELD, Stage.AGREED, Stage.USED)


class Work(Drawing):
    """Draws what is between the shores, once those are drawn."""

    def fill(self) -> None:
        """Draw needs, then matches."""
        self.put(Need, self._needs())
        self.name_concepts(Need, need_concept, "need_id")
        self.put(Match, self._matches())
        self._follow_up()

    def _needs(self) -> Iterator[dict[str, Any]]:
        companies = self.ids(Company)
        programme_id = self.session.scalars(sa.select(Programme.id).where(Programme.code == PROGRAMME)).one()
        statuses = (NeedStatus.OPEN, NeedStatus.OPEN, NeedStatus.OPEN, NeedStatus.MET, NeedStatus.DRAFT)
        for number in range(self.size.needs):
            status, (_concept, text) = self.draw.choice(statuses), self.draw.choice(self.needs)
            title = f"{text.partition('.')[0][:180]} {number}"
            opened = self.day(600)
            yield {
                "company_id": self.draw.choice(companies),
                "programme_id": programme_id,
                "title": title,
                "title_sort": swedish_sort_key(title),
                "teaser": text,
                "status": status,
                "opened_on": None if status is NeedStatus.DRAFT else opened,
                "closed_on": self.today if status is NeedStatus.MET else None,
                "deadline": self.today + timedelta(days=self.draw.randrange(300)),
                "owner_id": self.draw.choice((self.user_id, None)),
            }

    def _matches(self) -> Iterator[dict[str, Any]]:
        needs, capabilities = self.ids(Need), self.ids(Capability)
        pairs: set[tuple[int, int]] = set()
        while len(pairs) < self.size.matches:
            pairs.add((self.draw.choice(needs), self.draw.choice(capabilities)))
        for need_id, capability_id in sorted(pairs):
            yield {
                "need_id": need_id,
                "capability_id": capability_id,
                "stage": self.draw.choice(_STAGES),
                "stage_since": self.moment(300),
                "owner_id": self.draw.choice((self.user_id, None)),
                "next_step": "Ring och fråga hur det gick",
                "next_step_on": self.today + timedelta(days=self.draw.randrange(-30, 60)),
                "next_step_owner_id": self.user_id,
            }

    def _follow_up(self) -> None:
        """Give each match the steps, meeting and use that its stage tells of."""
        matches = self.session.execute(sa.select(Match.id, Match.stage, Match.stage_since)).all()
        changes, meetings, uses = [], [], []
        for match_id, stage, since in matches:
            reached = _STAGES[: _STAGES.index(stage) + 1]
            at = since - timedelta(days=5 * len(reached))
            for step, (before, after) in enumerate(zip((None, *reached), reached, strict=False)):
                changes.append({"match_id": match_id, "from_stage": before, "to_stage": after,
                                "at": at + timedelta(days=5 * step), "by_id": self.user_id})  # fmt: skip
            if Stage.MEETING_HELD in reached:
                meetings.append({"match_id": match_id, "held_on": since.date(), "status": MeetingStatus.HELD,
                                 "minutes_used": 60, "logged_by_id": self.user_id})  # fmt: skip
            if stage is Stage.USED:
                uses.append({"match_id": match_id, "started_on": since.date(), "evidence_kind": EvidenceKind.DOCUMENT,
                             "evidence": "Påhittat underlag", "recorded_by_id": self.user_id})  # fmt: skip
        for table, rows in ((StageChange, changes), (Meeting, meetings), (Use, uses)):
            self.put(table, iter(rows))
