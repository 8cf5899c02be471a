"""Fills a database with made-up records of any number, the same for the same seed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import Role, User
from models.base import Base, swedish_sort_key
from models.clock import TIME_ZONE
from models.infrastructures import Capability, Infrastructure, capability_concept
from models.known_facts import Openness, YesNoUnknown
from models.matches import Match, Stage, StageChange
from models.meetings import Meeting, MeetingStatus
from models.needs import Need, NeedStatus, need_concept
from models.organisations import Company, SmfDeclaration
from models.passwords import hash_password
from models.people import Person, PersonRole
from models.programmes import Programme
from models.smf import SizeClass
from models.uses import EvidenceKind, Use
from models.vocabulary import Concept, Language, Term, TermKind
from seeds.loader import load

EMAIL: Final = "benchmark@brygga.example"
PASSWORD: Final = "only for measuring"  # noqa: S105 - signs in to a database that is thrown away
PROGRAMME: Final = "klustermotor"  # the one that an installation runs when its settings name none
_BATCH: Final = 2_000
_PLACES: Final = ("Huddinge", "Botkyrka", "Solna", "Stockholm", "Uppsala", "Lund")
_FIELDS: Final = ("medicinteknik", "läkemedel", "diagnostik", "livsmedel", "biomaterial")
_FIRST: Final = ("Alva", "Bo", "Disa", "Erik", "Fatima", "Göran", "Hedda", "Ivar", "Jonna", "Kerstin", "Örjan")
_LAST: Final = ("Åberg", "Berg", "Dahl", "Ek", "Frisk", "Gran", "Hav", "Iversen", "Ören", "Kvist", "Lund")
_COMPANY: Final = ("Fjärd", "Skär", "Älv", "Brygg", "Vass", "Näckros", "Ström", "Ö", "Sund", "Holm")
_STAGES: Final = (Stage.SUGGESTED, Stage.SHORTLISTED, Stage.INTRODUCED, Stage.MEETING_HELD, Stage.AGREED, Stage.USED)


@dataclass(frozen=True, slots=True)
class Size:
    """How many records of each kind; `capabilities` counts the seeded ones too."""

    companies: int
    people: int
    needs: int
    matches: int
    capabilities: int

    def shrunk(self, times: int) -> Size:
        """Return a size so many times smaller in everything that grows with the cluster's work."""
        return Size(self.companies // times, self.people // times, self.needs // times, self.matches // times,
                    self.capabilities)  # fmt: skip


FULL: Final = Size(companies=10_000, people=20_000, needs=5_000, matches=5_000, capabilities=2_164)


def fill(session: Session, size: Size, *, today: date, seed: int = 1) -> None:
    """Fill an empty, migrated database; commits. Texts recombine the vocabulary's own sentences."""
    load(session, demo=False, today=today)
    user = User(email=EMAIL, name="Mät Mätsson", role=Role.CONSULTANT, password_hash=hash_password(PASSWORD))
    session.add(user)
    session.commit()
    _Filler(session, size, user.id, today, Random(seed)).fill()
    session.commit()


class _Filler:
    """Draws records in the order in which they need each other."""

    def __init__(self, session: Session, size: Size, user_id: int, today: date, draw: Random) -> None:
        self.session, self.size, self.user_id, self.today, self.draw = session, size, user_id, today, draw
        said = sa.select(Term.concept_id, Term.text).where(Term.language == Language.SV)
        self.needs: Sequence[Any] = session.execute(said.where(Term.kind == TermKind.NEED)).all()
        self.problems: dict[int, list[str]] = {}
        for concept_id, text in session.execute(said.where(Term.kind == TermKind.PROBLEM)):
            self.problems.setdefault(concept_id, []).append(text)
        self.concepts = session.scalars(sa.select(Concept).where(Concept.broader_key.is_not(None))).all()

    def fill(self) -> None:
        """Draw everything."""
        self._put(Company, self._companies())
        self._put(SmfDeclaration, self._declarations())
        self._put(Person, self._people())
        self._put(PersonRole, self._roles())
        self._offers()
        self._put(Need, self._needs())
        self._name_concepts(Need, need_concept, "need_id")
        self._put(Match, self._matches())
        self._follow_up()

    def _put(self, table: type[Base], rows: Iterator[dict[str, Any]]) -> None:
        batch: list[dict[str, Any]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == _BATCH:
                self.session.execute(sa.insert(table), batch)
                batch = []
        if batch:
            self.session.execute(sa.insert(table), batch)

    def _ids(self, table: Any) -> list[int]:
        return list(self.session.scalars(sa.select(table.id).order_by(table.id)))

    def _day(self, most: int) -> date:
        return self.today - timedelta(days=self.draw.randrange(most))

    def _moment(self, most: int) -> datetime:
        return datetime.combine(self._day(most), time(9 + self.draw.randrange(8)), TIME_ZONE)

    def _companies(self) -> Iterator[dict[str, Any]]:
        for number in range(self.size.companies):
            name = f"Mätbolaget {self.draw.choice(_COMPANY)} {number} AB"
            yield {
                "name": name,
                "name_sort": swedish_sort_key(name),
                "municipality": self.draw.choice(_PLACES),
                "field": self.draw.choice(_FIELDS),
                "owner_id": self.draw.choice((self.user_id, None)),
                "last_contact_on": self._day(400),
                "summary": "Ett påhittat företag för mätningar.",
                "created_at": self._moment(600),
            }

    def _declarations(self) -> Iterator[dict[str, Any]]:
        sizes = (SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.LARGE)
        for company_id in self._ids(Company)[::2]:
            yield {"company_id": company_id, "period_end": date(2024, 12, 31), "size_class": self.draw.choice(sizes),
                   "declared_by": "Mätt", "declared_on": date(2025, 2, 1)}  # fmt: skip

    def _people(self) -> Iterator[dict[str, Any]]:
        for number in range(self.size.people):
            name = f"{self.draw.choice(_FIRST)} {self.draw.choice(_LAST)} {number}"
            yield {"name": name, "name_sort": swedish_sort_key(name), "email": f"person{number}@matbolag.example"}

    def _roles(self) -> Iterator[dict[str, Any]]:
        companies = self._ids(Company)
        for place, person_id in enumerate(self._ids(Person)):
            yield {"person_id": person_id, "company_id": companies[place % len(companies)],
                   "is_contact": place < len(companies), "started_on": date(2020, 1, 1)}  # fmt: skip

    def _offers(self) -> None:
        """Add units and capabilities until there are as many as asked for, and name their concepts."""
        missing = self.size.capabilities - len(self._ids(Capability))
        known = set(self._ids(Capability))
        rows = [
            {
                "key": f"matenhet-{number}",
                "name_sv": f"Mätenhet {number}",
                "name_en": f"Measured unit {number}",
                "name_sort": swedish_sort_key(f"Mätenhet {number}"),
                "description_sv": "En påhittad enhet för mätningar.",
                "description_en": "A made-up unit for measurements.",
                "in_flemingsberg": self.draw.choice(list(YesNoUnknown)),
                "open_to_companies": self.draw.choice(list(Openness)),
                "confirmed_on": self._day(400),
            }
            for number in range(max(0, missing) // 5)
        ]
        self._put(Infrastructure, iter(rows))
        units = self._ids(Infrastructure)[-max(1, len(rows)) :]
        self._put(Capability, (self._capability(units) for _ in range(max(0, missing))))
        self._name_concepts(Capability, capability_concept, "capability_id", known)

    def _capability(self, units: Sequence[int]) -> dict[str, Any]:
        concept = self.draw.choice(self.concepts)
        said = self.problems.get(concept.id) or [concept.label_sv]
        return {
            "infrastructure_id": self.draw.choice(units),
            "title_sv": concept.label_sv[:200],
            "title_en": concept.label_en[:200],
            "text_sv": f"Vi hjälper till när ni vill veta {self.draw.choice(said)}.",
            "text_en": f"We offer {concept.label_en}.",
        }

    def _name_concepts(self, table: Any, link: sa.Table, column: str, but: Collection[int] = ()) -> None:
        concepts = [concept.id for concept in self.concepts]
        rows = [
            {column: each, "concept_id": self.draw.choice(concepts)} for each in self._ids(table) if each not in but
        ]
        for start in range(0, len(rows), _BATCH):
            self.session.execute(link.insert(), rows[start : start + _BATCH])

    def _needs(self) -> Iterator[dict[str, Any]]:
        companies = self._ids(Company)
        programme_id = self.session.scalars(sa.select(Programme.id).where(Programme.code == PROGRAMME)).one()
        statuses = (NeedStatus.OPEN, NeedStatus.OPEN, NeedStatus.OPEN, NeedStatus.MET, NeedStatus.DRAFT)
        for number in range(self.size.needs):
            status, (_concept, text) = self.draw.choice(statuses), self.draw.choice(self.needs)
            title = f"{text.partition('.')[0][:180]} {number}"
            opened = self._day(600)
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
        needs, capabilities = self._ids(Need), self._ids(Capability)
        pairs: set[tuple[int, int]] = set()
        while len(pairs) < self.size.matches:
            pairs.add((self.draw.choice(needs), self.draw.choice(capabilities)))
        for need_id, capability_id in sorted(pairs):
            yield {
                "need_id": need_id,
                "capability_id": capability_id,
                "stage": self.draw.choice(_STAGES),
                "stage_since": self._moment(300),
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
            self._put(table, iter(rows))
