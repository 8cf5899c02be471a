"""An office at work at random: it does what people do, by the real use cases, on days and at hours of every kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.achievements import queries as result_queries
from app.achievements import use_cases as results
from app.achievements.commands import AchievementCommand
from app.companies import use_cases as companies
from app.companies.commands import CompanyCommand, DeclarationCommand
from app.companies.queries import get_company
from app.duplicates import parting
from app.duplicates import use_cases as duplicates
from app.duplicates.fields import FIELDS, MergeSide
from app.infrastructures import use_cases as infrastructures
from app.infrastructures import way_back
from app.infrastructures.commands import AssessmentCommand
from app.infrastructures.queries import get_own
from app.likeness.facts import RecordKind
from app.matches import undoing
from app.matches import use_cases as matches
from app.matches.commands import CloseCommand, CorrectCommand, IntroductionCommand, LetterCommand
from app.matches.mail_room import MailRoom
from app.matches.queries import correctable_stages
from app.meetings import use_cases as meetings
from app.meetings.commands import MeetingCommand
from app.meetings.queries import get_meeting
from app.needs import use_cases as needs
from app.needs.commands import NeedCommand
from app.needs.queries import get_need
from app.uses import confirming
from app.uses import use_cases as uses
from app.uses.commands import AskPartiesCommand, ConfirmationCommand, UseCommand
from app.uses.queries import get_use
from models.accounts import Role, User, token_hash
from models.achievements import Achievement, AchievementKind
from models.audit import AuditEntry
from models.base import Base
from models.clock import TIME_ZONE, today
from models.doubles import Merge
from models.errors import DomainError
from models.known_facts import YesNoUnknown
from models.matches import CloseReason, Match
from models.meetings import Meeting, MeetingStatus
from models.needs import Need
from models.organisations import Company, CompanyKind, Ownership, SmfDeclaration
from models.programmes import CountingRule, Indicator, Programme
from models.smf_basis import SizeBasis
from models.use_confirmations import ConfirmationAnswer, UseConfirmation
from models.uses import EvidenceKind, Use
from models.vocabulary import Language
from models.waiting import WaitingFor
from tests import factories

START: Final = date(2026, 1, 2)
# Nights on which the clocks are moved, the year turns and months begin: where days are easily mistaken.
_NIGHTS: Final = tuple(date(2026, *each) for each in ((3, 28), (3, 29), (3, 31), (5, 31), (10, 24), (10, 25), (12, 31)))
_CLOCK: Final = ((0, 0), (0, 30), (1, 59), (2, 30), (3, 0), (12, 0), (22, 30), (23, 30), (23, 59))
_LETTER: Final = LetterCommand("a@b.example", "Hej", "Se {länk}")
_ROOM: Final = MailRoom(match_address=str, answer_address="/answer/", domain="brygga.example", secret="secret")
_MAIL: Final = confirming.ConfirmationMail("https://brygga.example/", "brygga.example", "secret")
_TITLES: Final = ("Frukost", "Kväll", "Mingel")
_PLACES: Final = (None, "Flemingsberg", "Lund")
_HEADS: Final = (5, 30, 120, 400)


@dataclass(frozen=True, slots=True)
class Step:
    """What is done after so many days at what the clock shows; `seed` decides the rest."""

    days: int
    clock: tuple[int, int]
    act: str
    seed: int


def draw_walk(random: Random, length: int) -> list[Step]:
    """Return steps at random; acts that need what others make are drawn as often as those."""
    acts = sorted(name for name in vars(Office) if name.startswith("do_"))
    return [
        Step(random.choice((0, 0, 1, 3, 9, 20)), random.choice(_CLOCK), random.choice(acts), random.randrange(10**6))
        for _ in range(length)
    ]


class Office:
    """One programme with an indicator of each rule, another beside it, and a consultant who does one thing at a time.

    `write` commits what an act did; what a rule refuses leaves nothing.
    """

    def __init__(self, session: Session, set_clock: Callable[[datetime], None]) -> None:
        self.session, self.set_clock, self.random = session, set_clock, Random(0)
        self.day = START
        self.begun_after = session.scalar(sa.select(sa.func.max(AuditEntry.id))) or 0
        self.set_clock(datetime(START.year, START.month, START.day, 12, tzinfo=TIME_ZONE))
        actor = factories.user(role=Role.CONSULTANT)
        programme = factories.programme(starts_on=START, ends_on=date(2026, 12, 20))
        other = factories.programme(starts_on=START)
        programme.indicators = [
            Indicator(code=rule, name_sv=rule, name_en=rule, unit="st", target=Decimal(9), rule=rule, position=number)
            for number, rule in enumerate(CountingRule)
        ]
        lies = (YesNoUnknown.YES, YesNoUnknown.YES, YesNoUnknown.NO)
        offers = [factories.capability(factories.infrastructure(in_flemingsberg=each)) for each in lies]
        session.add_all([actor, programme, other, *offers])
        session.flush()
        self.actor_id, self.programme_ids = actor.id, (programme.id, other.id)
        self.capability_ids = [each.id for each in offers]
        self.infrastructure_ids = [each.infrastructure_id for each in offers]
        session.commit()
        self.assessed: dict[int, int | None] = {}
        self.company_ids: list[int] = []
        for each in range(3):
            self.random = Random(each)
            self.do_company()
            self.do_need()
        session.commit()

    @property
    def actor(self) -> User:
        return self.session.get_one(User, self.actor_id)

    @property
    def programme(self) -> Programme:
        return self.session.get_one(Programme, self.programme_ids[0])

    def take(self, step: Step) -> bool:
        """Let time pass and do something; False when a rule refused it, or there was nothing to do it with."""
        self.day += timedelta(days=step.days)
        for night in _NIGHTS:
            if timedelta(0) < self.day - night < timedelta(days=step.days) and step.seed % 2:
                self.day = night
                break
        hour, minute = step.clock
        self.set_clock(datetime(self.day.year, self.day.month, self.day.day, hour, minute, tzinfo=TIME_ZONE))
        self.random = Random(step.seed)
        try:
            getattr(self, step.act)()
            self.session.commit()
        except (DomainError, IndexError):
            self.session.rollback()
            return False
        finally:
            self.session.expire_all()
        return True

    # What there is, and what is drawn of it.

    def any(self, table: type[Base], *where: sa.ColumnElement[bool]) -> Any:
        rows = self.session.scalars(sa.select(table).where(*where).order_by(table.__table__.c["id"])).all()
        return self.random.choice(rows)

    def any_need(self) -> Need:
        number = self.any(Need, Need.company_id.in_(self.company_ids)).id
        return get_need(self.session, self.actor, number)

    def any_match(self) -> Match:
        own = sa.select(Need.id).where(Need.company_id.in_(self.company_ids))
        match: Match = self.any(Match, Match.need_id.in_(own))
        return match

    def any_of_match(self, table: Any, *where: sa.ColumnElement[bool]) -> Any:
        own = sa.select(Match.id).join(Match.need).where(Need.company_id.in_(self.company_ids))
        return self.any(table, table.match_id.in_(own), *where)

    def past(self, days: int = 75) -> date:
        """Return a day that has been: what is written today may have happened long ago."""
        return max(today() - timedelta(days=self.random.choice((0, 0, 1, self.random.randint(0, days)))), START)

    # Companies.

    def do_company(self) -> None:
        number = factories.company().org_number
        command = CompanyCommand(
            f"Bolag {number}", CompanyKind.LIMITED_COMPANY, number, "SE", None, None, None, None, None, None, None, None
        )
        made = companies.add_company(self.session, command=command)
        self._declare(made, date(2024, 12, 31), self.random.choice(_HEADS[:3]))
        self.company_ids.append(made.id)

    def do_declare(self) -> None:
        company = get_company(self.session, self.actor, self.random.choice(self.company_ids))
        self._declare(company, self.random.choice((date(2025, 12, 31), date(2026, 6, 30))), self.random.choice(_HEADS))

    def _declare(self, company: Company, end: date, heads: int) -> None:
        command = DeclarationCommand(
            period_start=None,
            period_end=end,
            ownership=Ownership.AUTONOMOUS,
            publicly_owned=self.random.random() < 0.1,
            is_estimate=False,
            owner_changed=self.random.random() < 0.4,
            declared_by="Eva Ek",
            declared_on=today(),
            evidence=None,
            basis=SizeBasis("EUR", None, None, heads, 1_000_000, 1_000_000),
        )
        if company.id and companies.find_declaration(self._with_years(company), command):
            raise IndexError
        companies.declare_size(self.session, company=company, command=command)

    def _with_years(self, company: Company) -> Company:
        return get_company(self.session, self.actor, company.id)

    def do_withdraw_declaration(self) -> None:
        declared = self.any(SmfDeclaration, SmfDeclaration.company_id.in_(self.company_ids))
        company = get_company(self.session, self.actor, declared.company_id)
        companies.withdraw_declaration(
            self.session, actor=self.actor, company=company, declaration_id=declared.id, today=today()
        )

    def do_merge(self) -> None:
        goes, stays = sorted((self.random.choice(self.company_ids), self.random.choice(self.company_ids)))
        if goes == stays:
            raise IndexError
        versions = tuple(self.session.get_one(Company, number).version for number in (stays, goes))
        side = self.random.choice((MergeSide.STAYS, MergeSide.GOES))
        duplicates.merge(
            self.session,
            actor=self.actor,
            kind=RecordKind.COMPANY,
            stays_id=stays,
            goes_id=goes,
            versions=versions,  # type: ignore[arg-type]
            choices={each.name: side for each in FIELDS[RecordKind.COMPANY]},
        )
        self.company_ids.remove(goes)

    def do_part(self) -> None:
        merge = self.any(Merge, Merge.company_id.in_(self.company_ids))
        seen, gone = parting.find_conflicts(self.session, merge).digest, merge.gone_id
        parting.part(self.session, merge=merge, seen=seen)
        self.company_ids.append(gone)

    # Needs.

    def do_need(self) -> None:
        company = self.session.get_one(Company, self.random.choice(self.company_ids))
        programme = self.random.choice((*self.programme_ids[:1] * 5, self.programme_ids[1]))
        number = self.random.randrange(10**6)
        nothing = dict.fromkeys(NeedCommand.__dataclass_fields__)
        own = {"title": f"Behov {number}", "teaser": "Mäta.", "quality": [], "place_matters": False}
        command = NeedCommand(**nothing | own | {"programme_id": programme})  # type: ignore[arg-type]
        on = None if self.random.random() < 0.15 else self.past()
        needs.add_need(self.session, company=company, command=command, concepts=(), open_on=on)

    def do_edit_need(self) -> None:
        need = self.any_need()
        command = NeedCommand(**{name: getattr(need, name) for name in NeedCommand.__dataclass_fields__})
        if self.random.random() < 0.2:
            command = replace(command, programme_id=self.random.choice(self.programme_ids))
        needs.edit_need(
            self.session,
            need=need,
            command=command,
            concepts=list(need.concepts),
            opened_on=self.past(),
            version=need.version,
        )

    def do_open(self) -> None:
        need = self.any_need()
        needs.open_need(self.session, need=need, on=self.past(), version=need.version)

    def do_withdraw(self) -> None:
        need = self.any_need()
        act = self.random.choice((needs.withdraw, needs.mark_met))
        act(self.session, need=need, version=need.version)

    def do_reopen(self) -> None:
        need = self.any_need()
        needs.reopen(self.session, need=need, on=today(), version=need.version)

    do_reopen_again = do_reopen

    # Matches.

    def _pair(self) -> dict[str, Any]:
        capability = self.random.choice(self.capability_ids)
        return {"actor": self.actor, "need_id": self.any_need().id, "capability_id": capability, "score": None}

    def do_shortlist(self) -> None:
        matches.shortlist(self.session, **self._pair())

    def do_dismiss(self) -> None:
        matches.dismiss(self.session, command=CloseCommand(CloseReason.OTHER, None), **self._pair())

    def do_introduce(self) -> None:
        command = IntroductionCommand(_LETTER, _LETTER, None, None)
        matches.introduce(self.session, command=command, mail_room=_ROOM, **self._pair())

    do_introduce_another = do_introduce

    def _known(self) -> dict[str, Any]:
        match = self.any_match()
        return {"actor": self.actor, "match_id": match.id, "version": match.version}

    def do_agree(self) -> None:
        matches.agree(self.session, on=self.past(), **self._known())

    def do_close(self) -> None:
        matches.close(self.session, command=CloseCommand(self.random.choice(list(CloseReason)), None), **self._known())

    def do_correct(self) -> None:
        match = self.any_match()
        stage = self.random.choice(correctable_stages(self.session, match))
        matches.correct(
            self.session,
            actor=self.actor,
            match_id=match.id,
            version=match.version,
            command=CorrectCommand(stage, None),
        )

    def do_undo(self) -> None:
        undoing.undo(self.session, **self._known())

    # Meetings and uses.

    def do_meeting(self) -> None:
        match = self.any_match()
        if self.random.random() < 0.3:
            command = MeetingCommand(MeetingStatus.PLANNED, today() + timedelta(days=9), (), None, None, None)
        else:
            command = MeetingCommand(MeetingStatus.HELD, self.past(), (), None, None, None)
        meetings.log_meeting(self.session, actor=self.actor, match_id=match.id, command=command, next_step=None)

    do_another_meeting = do_meeting

    def _meeting(self) -> Meeting:
        number = self.any_of_match(Meeting, Meeting.taken_back_at.is_(None)).id
        return get_meeting(self.session, self.actor, number)

    def do_edit_meeting(self) -> None:
        meeting = self._meeting()
        status = self.random.choice(list(MeetingStatus))
        command = replace(MeetingCommand.of(meeting, status), held_on=self.past())
        meetings.edit_meeting(self.session, actor=self.actor, meeting=meeting, command=command, version=meeting.version)

    def do_take_back_meeting(self) -> None:
        meeting = self._meeting()
        meetings.take_back(self.session, actor=self.actor, meeting=meeting, version=meeting.version)

    def do_use(self) -> None:
        nothing = dict.fromkeys(UseCommand.__dataclass_fields__)
        own = {"started_on": self.past(), "evidence_kind": EvidenceKind.DOCUMENT, "evidence": "Faktura 3"}
        command = UseCommand(**nothing | own | {"joint_rd": False})  # type: ignore[arg-type]
        if self.random.random() < 0.3:
            command = replace(command, joint_rd=True, joint_rd_evidence="Avtal 2")
        command = replace(command, is_another=True, is_sure=True)
        uses.record_use(self.session, actor=self.actor, match_id=self.any_match().id, command=command)

    do_another_use = do_use
    do_third_use = do_use

    def do_edit_use(self) -> None:
        use = get_use(self.session, self.actor, self.any_of_match(Use).id)
        kept = {name: getattr(use, name) for name in UseCommand.__dataclass_fields__ if hasattr(use, name)}
        shown = {"evidence_kind": EvidenceKind.DOCUMENT, "evidence": "Faktura 4"}
        hidden: dict[str, Any] = {"evidence_kind": None, "evidence": None}
        joint = self.random.choice(({}, {"joint_rd": True, "joint_rd_evidence": "Avtal 5"}, {"joint_rd": False}))
        more = self.random.choice(({}, {"started_on": self.past()}, {"started_on": self.past()}, shown, hidden, joint))
        command = UseCommand(**{**kept, **more, "is_another": True, "is_sure": True})
        if command.joint_rd is False:
            command = replace(command, joint_rd_evidence=None)
        uses.edit_use(self.session, actor=self.actor, use_id=use.id, command=command, version=use.version)

    def do_remove_use(self) -> None:
        use = get_use(self.session, self.actor, self.any_of_match(Use).id)
        uses.remove_use(self.session, actor=self.actor, use=use, version=use.version)

    def do_ask(self) -> None:
        use = self.any_of_match(Use)
        command = AskPartiesCommand(dict.fromkeys(WaitingFor, "a@b.example"), Language.SV)
        confirming.ask_parties(self.session, actor=self.actor, use_id=use.id, command=command, mail=_MAIL)

    def do_answer(self) -> None:
        """Let a party that was asked say whether the use is right; the token is another, for only letters have it."""
        own = sa.select(Use.id).join(Use.match).join(Match.need).where(Need.company_id.in_(self.company_ids))
        asked: UseConfirmation = self.any(UseConfirmation, UseConfirmation.use_id.in_(own))
        token = f"token {asked.id} {self.random.random()}"
        asked.token_hash = token_hash(token)
        self.session.flush()
        answer = self.random.choice(list(ConfirmationAnswer))
        command = ConfirmationCommand(answer, "Eva Ek", "Fel dag" if answer is ConfirmationAnswer.WRONG else None)
        confirming.give_confirmation(self.session, token=token, command=command, version=asked.version)

    # Results.

    def do_result(self) -> None:
        kinds = (*AchievementKind, AchievementKind.FIGURE, AchievementKind.FIGURE, AchievementKind.SOCIAL_EVENT)
        kind = self.random.choice([each for each in kinds if each in _WITH or each in _TITLED])
        programme, indicator = self.random.choice((*self.programme_ids[:1] * 5, self.programme_ids[1])), None
        values: dict[str, Any] = {"evidence": "Inbjudan"}
        if kind in _TITLED:
            values["title"] = self.random.choice(_TITLES)
        else:
            values["company_id"] = self.random.choice(self.company_ids)
        if kind is AchievementKind.ESTABLISHMENT:
            values["place"] = self.random.choice(_PLACES)
        if kind is AchievementKind.LADDER:
            values["level"] = self.random.randint(1, 4)
        if kind is AchievementKind.FIGURE:
            programme = self.programme_ids[0]
            entered = (CountingRule.ENTERED_COMPANY, CountingRule.ENTERED_SMF, CountingRule.REPORTED)
            indicator = self.any(
                Indicator, Indicator.programme_id == programme, Indicator.rule == self.random.choice(entered)
            )
            if indicator.rule is CountingRule.REPORTED:
                values |= {"company_id": None, "amount": Decimal(self.random.randint(1, 900)) / 100}
        results.record(
            self.session,
            actor=self.actor,
            kind=kind,
            command=AchievementCommand(programme, self.past(), **values),
            indicator=indicator,
        )

    do_another_result = do_result
    do_third_result = do_result

    def _result(self, *, gone: bool) -> Achievement:
        is_gone = Achievement.taken_back_at.is_not(None) if gone else Achievement.taken_back_at.is_(None)
        found = self.any(Achievement, Achievement.programme_id.in_(self.programme_ids), is_gone)
        return result_queries.get_achievement(self.session, self.actor, found.id)

    def do_correct_result(self) -> None:
        result = self._result(gone=False)
        kept = {name: getattr(result, name) for name in AchievementCommand.__dataclass_fields__}
        more: Sequence[dict[str, Any]] = (
            {"happened_on": self.past()},
            {"evidence": None if result.evidence else "Inbjudan"},
            {"title": self.random.choice(_TITLES)} if result.title else {"happened_on": self.past()},
            {"amount": result.amount + 1} if result.amount else {"happened_on": self.past()},
        )
        results.correct(
            self.session,
            actor=self.actor,
            achievement_id=result.id,
            command=AchievementCommand(**{**kept, **self.random.choice(more)}),
            version=result.version,
        )

    def do_take_back_result(self) -> None:
        result = self._result(gone=False)
        results.take_back(self.session, actor=self.actor, achievement_id=result.id, version=result.version)

    def do_put_back_result(self) -> None:
        result = self._result(gone=True)
        results.put_back(self.session, actor=self.actor, achievement_id=result.id, version=result.version)

    # Units.

    def do_assess(self) -> None:
        number = self.random.choice(self.infrastructure_ids)
        unit = get_own(self.session, self.actor, number)
        is_open = unit.opened_on is not None
        levels = {each: 1 if is_open and each == 4 else 3 for each in range(1, 15)}
        commands = [AssessmentCommand(each, level, None, None, None, None) for each, level in levels.items()]
        outcome = infrastructures.assess(
            self.session,
            actor=self.actor,
            infrastructure=unit,
            commands=commands,
            version=infrastructures.ladder_version(unit.readiness),
            on=today(),
        )
        self.assessed[number] = outcome.way_back

    do_assess_another = do_assess

    def do_undo_assessment(self) -> None:
        number = self.random.choice(sorted(self.assessed))
        unit = get_own(self.session, self.actor, number)
        way_back.go_back(self.session, unit, self.assessed[number])


_TITLED: Final = (
    AchievementKind.SOCIAL_EVENT,
    AchievementKind.SEMINAR,
    AchievementKind.FAIR,
    AchievementKind.NETWORK,
    AchievementKind.SUSTAINABILITY,
)
_WITH: Final = (
    AchievementKind.ESTABLISHMENT,
    AchievementKind.START_UP,
    AchievementKind.LADDER,
    AchievementKind.FIGURE,
)
