"""A small world in which every hidden column of every record holds a canary: own things, foreign things, and users."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.throttle import account_key
from app.files.folder import FileFolder
from app.programmes.queries import get_programme
from app.reports.frozen import seal_report
from app.reports.report_of_month import gather_report
from app.storage.database import BryggaSession
from models import Base
from models.accounts import Role, SignInAttempt, User, UserSession
from models.achievements import AchievementKind
from models.aid import EarlierAid
from models.aid_rules import AidStep
from models.batches import Batch, BatchAct
from models.clock import now, today
from models.dimensions import CompanyGroups
from models.divisions import NeedDivision
from models.doubles import DoublePair, Merge
from models.hand_ins import HandInPurpose, HandInQuestion, HandInState
from models.imports import Import, ImportedRow, ImportKind
from models.introductions import Introduction
from models.matches import Match, Stage, StageChange
from models.meetings import MeetingStatus
from models.needs import Need, NeedStatus
from models.notes import NoteKind
from models.organisations import Company, CompanyKind
from models.outbox import CalendarMethod, OutboxMessage
from models.participants import Participant
from models.people import Person, PersonRole
from models.programmes import ReportComment
from models.ranking import RankingOrigin, RankingParameters
from models.readiness_items import ReadinessItem
from models.saved_views import ListKind
from models.shown_need import what_is_shown
from models.thrown import ThrownKind, ThrownRows
from models.undo import CallWayBack
from models.use_confirmations import what_is_confirmed
from models.vocabulary import Language, Term, TermKind
from models.waiting import WaitingFor
from seeds.programmes import load_programmes
from seeds.report import SeedReport
from tests import factories
from tests.conftest import engine_of
from tests.security.canaries import Aviary

PROGRAMME = "klustermotor"
FROZEN_MONTH = date(2026, 9, 1)
_INTRODUCED = (Stage.SHORTLISTED, Stage.INTRODUCED)


@dataclass
class Scene:
    """The records by name, the canaries in them, and what the arguments of addresses stand for."""

    app: Flask
    aviary: Aviary = field(default_factory=Aviary)
    records: dict[str, Base] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.records[name]

    def add(self, name: str, record: Base) -> Any:
        """Take a record into the scene, with a canary in each of its hidden columns."""
        self.aviary.plant(name, record)
        self.records[name] = record
        return record


def build_scene(app: Flask, session: Session) -> Scene:
    """Fill an empty database; the session commits by itself."""
    scene = Scene(app)
    _add_users(scene)
    _add_infrastructures(scene)
    for side in ("own", "foreign", "new"):
        _add_company(scene, side)
    _add_matches(scene)
    _add_work(scene)
    _add_gaps(scene)
    session.add_all(scene.records.values())
    session.commit()
    for side in ("own", "foreign"):
        made = factories.capacity(scene[f"unit {side}"], set_by_id=scene["user colleague"].id)
        session.add(scene.add(f"capacity {side}", made))
    _add_numbers(scene)
    _add_files(scene, session)
    _add_divisions(scene, session)
    _add_doubles(scene, session)
    _add_taggings(scene, session)
    _add_programme(scene, session)
    session.commit()
    for side in ("own", "foreign"):
        kept = {"record_id": scene[f"company {side}"].id, "row_number": 2, "is_new": True, "before": {}, "after": {}}
        scene.add(f"imported row {side}", ImportedRow(import_id=scene[f"import {side}"].id, **kept))
        session.add(scene[f"imported row {side}"])
    session.commit()
    _add_hours(scene, session)
    _add_achievements(scene, session)
    _add_aid(scene, session)
    session.commit()
    return scene


def _add_users(scene: Scene) -> None:
    roles = {
        "administrator": Role.ADMINISTRATOR,
        "consultant": Role.CONSULTANT,
        "staff": Role.STAFF,
        "staff of nothing": Role.STAFF,
        "steering": Role.STEERING,
        "disabled": Role.CONSULTANT,
        "signed out": Role.CONSULTANT,
        "colleague": Role.CONSULTANT,
    }
    for name, role in roles.items():
        scene.add(f"user {name}", factories.user(role=role))


def _add_infrastructures(scene: Scene) -> None:
    for side in ("own", "foreign"):
        infrastructure = scene.add(f"unit {side}", factories.infrastructure(key=f"unit-{side}", source_title="Källa"))
        for number in range(1, 15):
            item = ReadinessItem(number=number, level=3, infrastructure=infrastructure)
            scene.add(f"readiness {side}" if number == 1 else f"readiness {side} {number}", item)
        infrastructure.opened_on = date(2026, 1, 2)
        host = scene.add(f"host {side}", factories.host())
        infrastructure.hosts = [host]
        concept = scene.add(f"concept {side}", factories.concept(key=f"concept-{side}"))
        term = Term(concept=concept, language=Language.SV, kind=TermKind.SYNONYM, text=f"ord {side}")
        scene.add(f"term {side}", term)
        capability = scene.add(f"capability {side}", factories.capability(infrastructure))
        capability.concepts = [concept]
        # Nothing has been said of this one and any need yet, so that a new pair can be made.
        scene.add(f"spare capability {side}", factories.capability(infrastructure))
        person = scene.add(f"unit person {side}", factories.person())
        scene.add(f"unit role {side}", PersonRole(person=person, infrastructure=infrastructure, is_contact=True))
    scene["user staff"].infrastructures = [scene["unit own"]]
    scene["user administrator"].infrastructures = []


def _add_company(scene: Scene, side: str) -> None:
    company: Company = scene.add(f"company {side}", factories.company(municipality="Huddinge"))
    if side == "new":
        company.kind = CompanyKind.SOLE_TRADER
    company.owner = scene["user colleague"]
    past = scene.add(f"past declaration {side}", factories.declaration(company))
    past.is_enterprise = True
    # Recorded today, so that it may be withdrawn.
    declared = factories.declaration(company, period_end=date(2025, 12, 31), declared_on=today())
    scene.add(f"declaration {side}", declared)
    contact = scene.add(f"contact {side}", factories.person())
    scene.add(f"contact role {side}", PersonRole(person=contact, company=company, is_contact=True))
    person = scene.add(f"person {side}", factories.person())
    scene.add(f"role {side}", PersonRole(person=person, company=company))
    _add_need(scene, f"need {side}", company, contact)


def _add_need(scene: Scene, name: str, company: Company, contact: Person, **values: Any) -> Need:
    need: Need = scene.add(name, factories.need(company, **values))
    need.contact, need.owner = contact, scene["user colleague"]
    return need


def _add_matches(scene: Scene) -> None:
    """Introduce one need to the own unit, one to the foreign; and the ways in which an introduction ends."""
    for side in ("own", "foreign"):
        match = _add_match(scene, side, scene[f"need {side}"], scene[f"capability {side}"], _INTRODUCED)
        match.next_step_on = today() + timedelta(days=3)
        match.next_step_owner = scene["user colleague"]
    company, contact = scene["company own"], scene["contact new"]
    scene.add("contact's other role", PersonRole(person=contact, company=company))
    closed = _add_need(scene, "need closed after", company, contact)
    ended = (*_INTRODUCED, Stage.CLOSED)
    _add_match(scene, "closed after", closed, scene["capability own"], ended)
    taken_back = _add_need(scene, "need taken back", company, contact)
    _add_match(scene, "taken back", taken_back, scene["capability own"], (*_INTRODUCED, Stage.SHORTLISTED))
    _add_need(scene, "need draft", company, contact, status=NeedStatus.DRAFT, opened_on=None)
    listed = _add_need(scene, "need shortlisted", company, contact)
    _add_match(scene, "shortlisted", listed, scene["capability own"], (Stage.SHORTLISTED,))


def _add_gaps(scene: Scene) -> None:
    """Let so many companies ask for two fields in vain that the steering group is told of it."""
    fields = [
        scene.add(f"gap {side}", factories.concept(key=f"gap-{side}", category=side)) for side in ("own", "foreign")
    ]
    for side in ("own", "foreign", "new"):
        need = _add_need(scene, f"gap need {side}", scene[f"company {side}"], scene[f"contact {side}"])
        need.concepts = list(fields)


def _add_match(scene: Scene, name: str, need: Need, capability: Any, stages: tuple[Stage, ...]) -> Match:
    match: Match = scene.add(f"match {name}", Match(need=need, capability=capability, stage=stages[-1], score=0.5))
    match.owner = scene["user colleague"]
    steps: list[Stage | None] = [None, *stages]
    for number, (before, after) in enumerate(zip(steps, stages, strict=False)):
        change = StageChange(match=match, from_stage=before, to_stage=after, by=scene["user colleague"])
        scene.add(f"step {name} {number}", change)
    if Stage.INTRODUCED in stages:
        introduction = Introduction(match=match, by_id=None)
        if stages[-1] is Stage.CLOSED:
            introduction.end(now(), title_sort=need.title_sort, shown=what_is_shown(need, need.contact, ()))
        elif stages[-1] is Stage.SHORTLISTED:
            introduction.taken_back_at = now()
        scene.add(f"introduction {name}", introduction)
    return match


def _add_work(scene: Scene) -> None:
    for side in ("own", "foreign"):
        match = scene[f"match {side}"]
        planned = factories.meeting(match, status=MeetingStatus.PLANNED, held_on=today() + timedelta(days=2))
        scene.add(f"meeting {side}", planned).people = [scene[f"person {side}"], scene[f"unit person {side}"]]
        scene.add(f"held meeting {side}", factories.meeting(match)).people = [scene[f"contact {side}"]]
        scene.add(f"use {side}", factories.use(match))
        scene.add(f"note {side}", factories.note(match=match))
        scene.add(f"consent {side}", factories.consent(match.need))
        scene.add(f"note on person {side}", factories.note(person=scene[f"person {side}"], kind=NoteKind.CALL))
        scene.add(f"note on unit {side}", factories.note(infrastructure=scene[f"unit {side}"]))
        task = factories.note(company=scene[f"company {side}"], kind=NoteKind.TASK, owner=scene["user colleague"])
        scene.add(f"task {side}", task)
        # Only a letter that could not go has a page.
        letter = OutboxMessage(match_id=None, subject="", body="", to_address="", message_id="", given_up_at=now())
        scene.add(f"letter {side}", letter)
        # Whoever was invited and comes no more can be told so.
        invitation = OutboxMessage(subject="", body="", to_address="", message_id="", sent_at=now())
        invitation.calendar_method, invitation.calendar_sequence = CalendarMethod.REQUEST, 0
        scene.add(f"invitation {side}", invitation)
        scene.add(f"weights {side}", _unfinished_weights())
        scene.add(f"saved_view {side}", factories.saved_view(scene["user colleague"]))
        scene.add(f"tag {side}", factories.tag())
        batch = {"list_kind": ListKind.COMPANIES, "act": BatchAct.ASSIGN, "before": {}, "after": {}}
        scene.add(f"batch {side}", Batch(**batch))
        scene.add(f"import {side}", Import(kind=ImportKind.COMPANIES, heads=["Namn"], rows=1))
    _add_hand_ins(scene)
    # What was answered to an introduction that has ended is the office's alone.
    scene.add("answer closed after", factories.party_answer(scene["introduction closed after"], "answer-closed"))
    scene.add("attempt", SignInAttempt(account=account_key("somebody@test.example")))


def _add_hand_ins(scene: Scene) -> None:
    """Let needs have been handed in that wait, that are asked about, that nobody confirmed, and that were withdrawn."""
    for side, state in (("own", HandInState.RECEIVED), ("foreign", HandInState.ASKED_BACK)):
        waiting = scene.add(f"hand_in {side}", factories.hand_in(state=state))
        # What is asked of the foreign one is not answered yet.
        answered = {"answered_at": now()} if side == "own" else {}
        scene.add(f"question {side}", HandInQuestion(hand_in=waiting, **answered))
        unconfirmed = factories.hand_in(state=HandInState.UNCONFIRMED, confirmed_at=None, answer_by=None)
        scene.add(f"unconfirmed {side}", unconfirmed)
        withdrawn = factories.hand_in(state=HandInState.WITHDRAWN, state_before=HandInState.RECEIVED)
        scene.add(f"withdrawn {side}", withdrawn).withdrawn_at = now()
    scene["question foreign"].answer = None


def _unfinished_weights() -> RankingParameters:
    return RankingParameters(origin=RankingOrigin.RETRAINED, material={"measured": [], "left": []})


def _add_numbers(scene: Scene) -> None:
    """Tie together what knows its other end by number only, now that all have theirs."""
    for side in ("own", "foreign"):
        scene[f"letter {side}"].match_id = scene[f"match {side}"].id
        scene[f"invitation {side}"].match_id = scene[f"match {side}"].id
        scene[f"invitation {side}"].meeting_id = scene[f"meeting {side}"].id
        scene[f"term {side}"].added_by_id = scene["user colleague"].id


def _add_files(scene: Scene, session: Session) -> None:
    """Put files on either side's records: what is for units, and what is not."""
    folder = FileFolder(scene.app.extensions["brygga"].files_folder)
    for side in ("own", "foreign"):
        match = scene[f"match {side}"]
        files = {
            f"file {side}": {"infrastructure_id": scene[f"unit {side}"].id, "for_infrastructure": True},
            f"unit's hidden file {side}": {"infrastructure_id": scene[f"unit {side}"].id},
            f"match file {side}": {"match_id": match.id, "for_infrastructure": True},
            f"need file {side}": {"need_id": match.need_id, "for_infrastructure": True},
            f"hidden file {side}": {"match_id": match.id, "use_id": scene[f"use {side}"].id},
            f"company file {side}": {"company_id": scene[f"company {side}"].id, "for_infrastructure": True},
        }
        for name, values in files.items():
            file = scene.add(name, factories.record_file(**values))
            file.sha256 = folder.keep(f"Innehållet i {name}".encode())
            session.add(file)


def _add_divisions(scene: Scene, session: Session) -> None:
    """Let needs have been divided, so that the page about both has something to show, and have come by phone."""
    for side, second in (("own", "need draft"), ("foreign", "need taken back")):
        division = scene.add(f"division {side}", NeedDivision(before={}))
        division.need_id, division.second_id = scene[f"need {side}"].id, scene[second].id
        session.add(division)
        for kind, rows in (
            (ThrownKind.USE, {"use": {"900": {"started_on": "2026-03-02"}}}),
            (ThrownKind.DECLARATION, {"smf_declaration": {"900": {"period_end": "2024-12-31"}}}),
        ):
            of_id = scene[f"match {side}" if kind is ThrownKind.USE else f"company {side}"].id
            thrown = ThrownRows(kind=kind, of_id=of_id, rows=rows, taken_back_at=now())
            session.add(scene.add(f"thrown {kind.value} {side}", thrown))
        call = scene.add(f"call {side}", CallWayBack(numbers={}, before={}))
        call.need_id = scene[f"need {side}"].id
        session.add(call)


def _add_doubles(scene: Scene, session: Session) -> None:
    """Let two companies be asked about, and something have become one with another a while ago."""
    for side in ("own", "foreign"):
        numbers = {"company_id": scene[f"company {side}"].id, "other_company_id": scene["company new"].id}
        pair = scene.add(f"double pair {side}", DoublePair(score=0.9, reasons=["name"], decided_at=now()))
        pair.company_id, pair.other_company_id = numbers["company_id"], numbers["other_company_id"]
        merged = scene.add(f"merge {side}", Merge(gone_id=90_000))
        merged.company_id = numbers["company_id"]
        merged.kept = {"stays": merged.company_id, "gone": {"name": "–"}, "fields": {}, "moved": {}, "aside": []}
        merged.kept |= {"changed": [], "own": {}}
        merged.kept["gone"] |= {"org_number": None, "report_number": None}
        session.add_all([pair, merged])


def _add_taggings(scene: Scene, session: Session) -> None:
    """Put either side's tag on a record of each kind."""
    for side in ("own", "foreign"):
        for name in ("company", "need", "person", "unit"):
            session.add(factories.tagging(scene[f"tag {side}"], scene[f"{name} {side}"]))


def _add_programme(scene: Scene, session: Session) -> None:
    load_programmes(session, SeedReport())
    programme = get_programme(session, PROGRAMME)
    comment = scene.add("comment", ReportComment(programme_id=programme.id, month=date(2026, 10, 1)))
    session.add(comment)
    report = gather_report(session, programme, FROZEN_MONTH, today=today())
    frozen = seal_report(session, programme, report, actor=None)
    for side in ("own", "foreign"):
        receiver = scene.add(f"receiver {side}", factories.report_receiver(programme))
        letter = scene.add(f"report letter {side}", factories.report_letter(receiver, frozen, f"report-{side}"))
        session.add(letter)
        session.commit()
        scene.aviary.know(f"report letter {side}", "report_letter", "token_hash", letter.token_hash)


def know_computed(scene: Scene, session: Session) -> None:
    """Learn what the application wrote itself: password hashes, tokens' hashes, and what stands for an address."""
    for name, user in ((name, user) for name, user in scene.records.items() if isinstance(user, User)):
        scene.aviary.know(name, "user_account", "password_hash", str(user.password_hash))
    for number, found in enumerate(session.scalars(sa.select(UserSession))):
        scene.aviary.know(f"session {number}", "user_session", "token_hash", found.token_hash)
    for number, attempt in enumerate(session.scalars(sa.select(SignInAttempt))):
        scene.aviary.know(f"attempt {number}", "sign_in_attempt", "account", attempt.account)
    for side in ("own", "foreign"):
        link = scene.add(f"link {side}", factories.account_token(scene["user colleague"], f"token-{side}"))
        session.add(link)
        session.commit()
        scene.aviary.know(f"link {side}", "account_token", "token_hash", link.token_hash)
        answer = scene.add(f"answer {side}", factories.party_answer(scene[f"introduction {side}"], f"answer-{side}"))
        session.add(answer)
        session.commit()
        scene.aviary.know(f"answer {side}", "party_answer", "token_hash", answer.token_hash)
        of_unit = factories.party_answer(scene[f"introduction {side}"], f"unit-{side}", party=WaitingFor.INFRASTRUCTURE)
        session.add(scene.add(f"unit answer {side}", of_unit))
        session.commit()
        scene.aviary.know(f"unit answer {side}", "party_answer", "token_hash", of_unit.token_hash)
        for name, purpose in (("hand_in", "own"), ("unconfirmed", "confirm"), ("withdrawn", "restore")):
            opened = factories.hand_in_link(scene[f"{name} {side}"], HandInPurpose(purpose), f"{purpose}-{side}")
            session.add(scene.add(f"{purpose} link {side}", opened))
            session.commit()
            scene.aviary.know(f"{purpose} link {side}", "hand_in_link", "token_hash", opened.token_hash)
        unit, writer = scene[f"unit {side}"], scene["user staff" if side == "own" else "user colleague"]
        # Of the facts there is a draft, and one change was published and is asked back.
        session.add(scene.add(f"profile draft {side}", factories.profile_change(unit, writer)))
        session.add(scene.add(f"readiness comment {side}", factories.readiness_comment(unit, writer)))
        published = factories.profile_change(unit, writer, published_at=now(), asked_back_at=now())
        session.add(scene.add(f"profile change {side}", published))
        session.commit()
        check = scene.add(f"facts {side}", factories.fact_check(scene[f"unit {side}"], f"facts-{side}"))
        session.add(check)
        session.commit()
        scene.aviary.know(f"facts {side}", "fact_check", "token_hash", check.token_hash)
        use = scene[f"use {side}"]
        # To the unit: a company that has asked for secrecy is not named to it.
        asked = scene.add(f"confirmation {side}", factories.use_confirmation(use, f"use-{side}"))
        asked.what = what_is_confirmed(use)
        session.add(asked)
        session.commit()
        scene.aviary.know(f"confirmation {side}", "use_confirmation", "token_hash", asked.token_hash)
        # Nobody needs to sign in to read a calendar, and every company here has asked for secrecy.
        follower = scene["user colleague" if side == "own" else "user staff"]
        feed = scene.add(f"calendar {side}", factories.calendar_feed(follower, f"feed-{side}"))
        session.add(feed)
        session.commit()
        scene.aviary.know(f"calendar {side}", "calendar_feed", "token_hash", feed.token_hash)


def open_session(app: Flask) -> Session:
    """Return a session that commits each statement, outside any request."""
    return BryggaSession(engine_of(app).execution_options(isolation_level="AUTOCOMMIT"), expire_on_commit=False)


def _add_hours(scene: Scene, session: Session) -> None:
    """Log time about either side's need; of meetings it is logged already."""
    programme = get_programme(session, PROGRAMME)
    for side in ("own", "foreign"):
        entry = factories.time_entry(programme, need=scene[f"need {side}"], worker=scene["user colleague"])
        session.add(scene.add(f"time {side}", entry))


def _add_achievements(scene: Scene, session: Session) -> None:
    """Record an event, and what either side's company has started, for the programme that runs here."""
    programme = get_programme(session, PROGRAMME)
    for side in ("own", "foreign"):
        event = factories.achievement(programme, participants_until=today() + timedelta(days=30))
        scene.add(f"achievement {side}", event)
        company = scene[f"company {side}"]
        session.add(event)
        session.flush()
        came = Participant(achievement_id=event.id, organisation="", role="", company_id=company.id)
        session.add(scene.add(f"participant {side}", came))
        for kind in (AchievementKind.START_UP, AchievementKind.LADDER):
            made = factories.achievement(programme, kind=kind, company_id=company.id, title=None)
            made.level = 2 if kind is AchievementKind.LADDER else None
            scene.add(f"{kind.value} {side}", made).title = None
        code = PROGRAMME if side == "own" else "atmp-path2patient"
        group = factories.programme_group(get_programme(session, code))
        session.add(scene.add(f"group {side}", group))
        session.flush()
        chosen = CompanyGroups(company_id=company.id, programme_id=group.programme_id, area_id=group.id)
        session.add(scene.add(f"groups of company {side}", chosen))
        session.add_all(scene.records[f"{name} {side}"] for name in ("achievement", "start_up", "ladder"))


def _add_aid(scene: Scene, session: Session) -> None:
    """Support either side's company: the own one has been told nothing yet, the foreign one is granted it."""
    programme = get_programme(session, PROGRAMME)
    for side, until in (("own", AidStep.VALUED), ("foreign", AidStep.APPROVED)):
        scene.add(f"euro rate {side}", factories.euro_rate(date(2026 if side == "own" else 2025, 1, 1)))
        grant = factories.aid_grant(scene[f"company {side}"], programme, until, match_id=scene[f"match {side}"].id)
        grant.steps[-1].recorded_by_id = scene["user colleague"].id
        earlier = EarlierAid(granted_on=date(2026, 1, 5), giver="–", aid_eur=1, aid_sek=1, rate=1)
        grant.earlier = [earlier]
        steps = list(grant.steps)
        scene.add(f"grant {side}", grant)
        for number, step in enumerate(steps):
            scene.add(f"aid step {side} {number}", step)
        scene.add(f"earlier aid {side}", earlier)
        session.add_all([scene[f"euro rate {side}"], grant])
