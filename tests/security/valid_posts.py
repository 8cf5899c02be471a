"""One success case for every POST of the policy: what is filled in where, and what must stand in the database after it.

A new POST needs a function here, marked with its endpoint; without one the suite fails. Each is tried as every role
that the policy lets in, on both databases. The hidden fields come from the page, as in a browser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from itertools import count
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.infrastructures.use_cases import confirm_facts
from app.matches import use_cases
from app.needs import by_phone, division
from app.needs.commands import NeedCommand
from app.needs.queries import get_need
from matching.results import RankedPlace
from matching.several.needs import Part, TwoNeeds
from models.accounts import AccountToken, Role, User
from models.clock import now, today
from models.engine_state import EncodingJob
from models.infrastructures import Capability, Infrastructure
from models.judgements import Judgement
from models.known_facts import Openness
from models.matches import Match, Stage
from models.meetings import Meeting
from models.needs import Need, NeedStatus
from models.notes import Note, NoteKind
from models.organisations import Company, SmfDeclaration
from models.outbox import OutboxMessage
from models.people import Person
from models.programmes import FrozenReport, Programme
from models.ranking import RankingOrigin, RankingParameters
from models.readiness_items import ReadinessItem
from models.requests import IntroductionRequest
from models.saved_views import ListChoice, ListKind, SavedView
from models.time_entries import TimeEntry
from models.uses import Use
from models.vocabulary import Language, Term, TermKind
from tests import factories
from tests.ranking import scenes

T = TypeVar("T")
Typed = dict[str, str | list[str]]


@dataclass
class Setting:
    """A database with what every case may use; `role` is who sends, None before signing in."""

    app: Flask
    session: Session
    infrastructure: Infrastructure
    user: User | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def number(self) -> int:
        """Return a number that no case has had."""
        return next(self._numbers)

    @property
    def role(self) -> Role | None:
        """Return who sends."""
        return self.user.role if self.user else None

    def add(self, record: T) -> T:
        """Save a record and return it."""
        self.session.add(record)
        self.session.commit()
        return record

    def need(self, **values: Any) -> Need:
        """Save a need of a new company."""
        company = factories.company()
        return self.add(factories.need(company, contact=factories.contact(company), **values))

    def capability(self) -> Capability:
        """Save a capability of the staff's own unit."""
        return self.add(factories.capability(self.infrastructure))

    def match(self, stage: Stage = Stage.SHORTLISTED, **values: Any) -> Match:
        """Save a match."""
        return self.add(factories.match(self.need(), self.capability(), stage=stage, **values))

    def fresh(self, record: T) -> T:
        """Return a record as it is saved now."""
        self.session.expire_all()
        self.session.refresh(record)
        return record

    def one(self, record: type[T], *conditions: sa.ColumnElement[bool]) -> T | None:
        """Return the one record that fits, or None."""
        self.session.expire_all()
        return self.session.scalars(sa.select(record).where(*conditions)).one_or_none()


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is sent: the page the form stands on, where it goes when not back there, what is typed over its fields.

    `saved` tells whether it stands in the database afterwards; `shown` is what the page it leads to must say.
    """

    page: str
    saved: Callable[[], bool]
    typed: Typed = field(default_factory=dict)
    action: str | None = None
    shown: str = ""


Case = Callable[[Setting], Attempt]
CASES: dict[str, Case] = {}


def case(endpoint: str) -> Callable[[Case], Case]:
    """Take a function as the success case of an endpoint."""

    def take(function: Case) -> Case:
        assert endpoint not in CASES
        CASES[endpoint] = function
        return function

    return take


# Accounts.


@case("accounts.sign_in")
def _(stage: Setting) -> Attempt:
    user = stage.add(factories.user(role=Role.CONSULTANT))
    typed: Typed = {"email": user.email, "password": factories.PASSWORD}
    return Attempt("/sign-in", lambda: True, typed, shown=user.name)


@case("accounts.sign_out")
def _(_stage: Setting) -> Attempt:
    return Attempt("/", lambda: True, action="/sign-out")


@case("accounts.choose_language")
def _(_stage: Setting) -> Attempt:
    return Attempt("/accessibility", lambda: True, action="/language", shown='<html lang="en">')


@case("accounts.settings")
def _(stage: Setting) -> Attempt:
    user = stage.user
    assert user is not None
    return Attempt("/settings", lambda: stage.fresh(user).language is Language.EN, {"language": "en"})


@case("accounts.new_user")
def _(stage: Setting) -> Attempt:
    name = f"Nya Nilsson {stage.number}"
    typed: Typed = {
        "name": name,
        "email": f"nya{stage.number}@test.example",
        "role": "staff",
        "infrastructure_ids": [str(stage.infrastructure.id)],
    }
    return Attempt("/users/new", lambda: stage.one(User, User.name == name) is not None, typed)


@case("accounts.edit_user")
def _(stage: Setting) -> Attempt:
    user = stage.add(factories.user(role=Role.STEERING))
    return Attempt(f"/users/{user.id}/edit", lambda: stage.fresh(user).name == "Åsa Ny", {"name": "Åsa Ny"})


@case("accounts.invite")
def _(stage: Setting) -> Attempt:
    user = stage.add(factories.user(role=Role.STEERING, password_hash=None))
    return Attempt(
        f"/users/{user.id}/edit",
        lambda: stage.one(AccountToken, AccountToken.user_id == user.id) is not None,
        action=f"/users/{user.id}/invite",
        shown=user.email,
    )


@case("accounts.forgotten_password")
def _(stage: Setting) -> Attempt:
    user = stage.add(factories.user())
    return Attempt(
        "/forgotten-password",
        lambda: stage.one(AccountToken, AccountToken.user_id == user.id) is not None,
        {"email": user.email},
    )


@case("accounts.choose_password")
def _(stage: Setting) -> Attempt:
    user = stage.add(factories.user(password_hash=None))
    stage.add(factories.account_token(user, "the token in the letter"))
    return Attempt(
        "/choose-password/invitation/the token in the letter",
        lambda: stage.fresh(user).password_hash is not None,
        {"new_password": factories.PASSWORD, "again": factories.PASSWORD},
    )


# Reports and programmes.


@case("reports.freeze")
def _(stage: Setting) -> Attempt:
    frozen = stage.session.scalar(sa.select(sa.func.count()).select_from(FrozenReport)) or 0
    month = date(2026, 9 - frozen, 1)
    path = f"/reports/{month:%Y-%m}"
    return Attempt(
        f"{path}/freeze",
        lambda: stage.one(FrozenReport, FrozenReport.month == month) is not None,
        action=f"{path}/freeze",
    )


# Companies and people.


@case("companies.new")
def _(stage: Setting) -> Attempt:
    name = f"Sund {stage.number} AB"
    number = factories.org_number(70_000 + stage.number)
    return Attempt(
        "/companies/new",
        lambda: stage.one(Company, Company.name == name) is not None,
        {"name": name, "org_number": number, "summary": "Mäter\r\nbindning."},
        shown=name,
    )


@case("companies.edit")
def _(stage: Setting) -> Attempt:
    company = stage.add(factories.company())
    path = f"/companies/{company.id}/edit"
    return Attempt(path, lambda: stage.fresh(company).summary == "Ny text", {"summary": "Ny text"}, shown="Ny text")


@case("companies.new_declaration")
def _(stage: Setting) -> Attempt:
    company = stage.add(factories.company())
    typed: Typed = {
        "period_end": "2024-12-31",
        "headcount": "12",
        "turnover_eur": "1 200 000",
        "declared_by": "Vd",
    }
    saved = SmfDeclaration.company_id == company.id
    return Attempt(
        f"/companies/{company.id}/size/new", lambda: stage.one(SmfDeclaration, saved) is not None, typed, shown="2024"
    )


@case("companies.withdraw_declaration")
def _(stage: Setting) -> Attempt:
    company = factories.company()
    row = stage.add(factories.declaration(company, declared_on=today()))
    return Attempt(
        f"/companies/{company.id}",
        lambda: stage.one(SmfDeclaration, SmfDeclaration.company_id == company.id) is None,
        action=f"/companies/{company.id}/size/{row.id}/withdraw",
    )


@case("people.new")
def _(stage: Setting) -> Attempt:
    company, name = stage.add(factories.company()), f"Anna Berg {stage.number}"
    return Attempt(
        f"/companies/{company.id}/people/new",
        lambda: stage.one(Person, Person.name == name) is not None,
        {"name": name, "email": f"anna.{stage.number}@test.example", "source": "Möte", "title": "Vd"},
        shown=name,
    )


@case("people.new_for_infrastructure")
def _(stage: Setting) -> Attempt:
    name = f"Bo Ek {stage.number}"
    return Attempt(
        f"/infrastructures/{stage.infrastructure.id}/people/new",
        lambda: stage.one(Person, Person.name == name) is not None,
        {"name": name, "source": "Möte"},
        shown=name,
    )


@case("people.edit")
def _(stage: Setting) -> Attempt:
    company = factories.company()
    person = stage.add(factories.contact(company, source="Möte"))
    path = f"/people/{person.id}/edit"
    return Attempt(path, lambda: stage.fresh(person).phone == "08-123 45 67", {"phone": "08-123 45 67"})


# Needs.


@case("needs.new")
def _(stage: Setting) -> Attempt:
    company, title = stage.add(factories.company()), f"Mäta bindning {stage.number}"
    concept = stage.add(factories.concept())
    return Attempt(
        f"/needs/new?company={company.id}",
        lambda: stage.one(Need, Need.title == title, Need.concepts.any(key=concept.key)) is not None,
        {"title": title, "teaser": "Vi vill mäta.", "concepts": concept.label_sv, "quality": ["GMP"], "trl": "4"},
        shown=title,
    )


@case("needs.call")
def _(stage: Setting) -> Attempt:
    company, title = stage.add(factories.company()), f"Mäta renhet {stage.number}"
    typed: Typed = {"company": company.name, "contact": "Disa Ö", "title": title, "teaser": "Pulver."}
    whole = (Need.title == title, Need.company_id == company.id, Need.contact.has(name="Disa Ö"))
    return Attempt("/needs/by-phone", lambda: stage.one(Need, *whole) is not None, typed, shown=title)


@case("needs.undo_call")
def _(stage: Setting) -> Attempt:
    assert stage.user is not None
    company, title = stage.add(factories.company()), f"Mäta renhet {stage.number}"
    plain: dict[str, Any] = dict.fromkeys(each.name for each in fields(NeedCommand))
    command = NeedCommand(**{**plain, "title": title, "teaser": "Pulver.", "quality": [], "place_matters": False})
    need = by_phone.record_call(stage.session, company=company, caller=None, need=command, on=today())
    stage.session.commit()
    page, action = f"/needs/{need.id}", f"/needs/{need.id}/by-phone/undo"
    typed: Typed = {"version": str(need.version)}
    return Attempt(page, lambda: stage.one(Need, Need.title == title) is None, typed, action)


@case("needs.edit")
def _(stage: Setting) -> Attempt:
    need = stage.need()
    typed: Typed = {"infrastructure_text": "Tre prover"}
    path = f"/needs/{need.id}/edit"
    return Attempt(path, lambda: stage.fresh(need).infrastructure_text == "Tre prover", typed, shown="Tre prover")


def _status(stage: Setting, before: NeedStatus, verb: str, after: NeedStatus) -> Attempt:
    need = stage.need(status=before)
    path = f"/needs/{need.id}"
    return Attempt(path, lambda: stage.fresh(need).status is after, action=f"{path}/{verb}")


@case("needs.publish")
def _(stage: Setting) -> Attempt:
    return _status(stage, NeedStatus.DRAFT, "open", NeedStatus.OPEN)


@case("needs.mark_met")
def _(stage: Setting) -> Attempt:
    return _status(stage, NeedStatus.OPEN, "met", NeedStatus.MET)


@case("needs.withdraw")
def _(stage: Setting) -> Attempt:
    return _status(stage, NeedStatus.OPEN, "withdraw", NeedStatus.WITHDRAWN)


@case("needs.reopen")
def _(stage: Setting) -> Attempt:
    return _status(stage, NeedStatus.WITHDRAWN, "reopen", NeedStatus.OPEN)


def _two_in_one(stage: Setting) -> Need:
    """Save a need whose text holds two, and a capability for each."""
    number = stage.number
    stage.add(factories.capability(stage.infrastructure, text_sv=f"Krympsäkra glaskulor{number} mäts med ljus."))
    stage.add(factories.capability(stage.infrastructure, text_sv=f"Nefelometri{number} av grumliga lösningar."))
    return stage.need(
        title="Kulor och lösningar",
        teaser=f"Vi vill mäta krympsäkra glaskulor{number} med ljus. "
        f"En helt annan fråga: vem gör nefelometri{number} av grumliga lösningar?",
    )


@case("needs.divide")
def _(stage: Setting) -> Attempt:
    need = _two_in_one(stage)
    path = f"/needs/{need.id}"
    saved = (Need.company_id == need.company_id, Need.id != need.id, Need.teaser.startswith("En helt annan fråga:"))
    return Attempt(path, lambda: stage.one(Need, *saved) is not None, action=f"{path}/divide", shown="Vem gör nefelo")


@case("needs.undivide")
def _(stage: Setting) -> Attempt:
    user = stage.user
    assert user is not None
    need = get_need(stage.session, user, _two_in_one(stage).id)
    whole = need.teaser
    cut = whole.index("En helt")
    first, second = ({"teaser": (span,)} for span in ((0, cut), (cut, len(whole))))
    nothing = RankedPlace("1", 0.0, suitable=False)
    found = TwoNeeds(Part(first, whole[:cut], nothing), Part(second, whole[cut:], nothing))
    made = division.divide(stage.session, need=need, found=found, version=need.version, on=today())
    number = made.id
    stage.session.commit()
    path = f"/needs/{need.id}"
    return Attempt(
        f"{path}/divided",
        lambda: (stage.one(Need, Need.id == number), stage.fresh(need).teaser) == (None, whole),
        action=f"{path}/undivide",
        shown="glaskulor",
    )


@case("needs.say_one")
def _(stage: Setting) -> Attempt:
    need = _two_in_one(stage)
    path = f"/needs/{need.id}"
    return Attempt(path, lambda: stage.fresh(need).one_need is not None, action=f"{path}/one")


# Infrastructures.


@case("infrastructures.new")
def _(stage: Setting) -> Attempt:
    name = f"Renrummet {stage.number}"
    host = stage.add(factories.host())
    return Attempt(
        "/infrastructures/new",
        lambda: stage.one(Infrastructure, Infrastructure.name_sv == name) is not None,
        {"name_sv": name, "description_sv": "Ett renrum.", "host_ids": [str(host.id)]},
        shown=name,
    )


@case("infrastructures.edit")
def _(stage: Setting) -> Attempt:
    words = f"Vi mäter {stage.number}."
    return Attempt(
        f"/infrastructures/{stage.infrastructure.id}/edit",
        lambda: stage.fresh(stage.infrastructure).description_sv == words,
        {"description_sv": words, "open_to_companies": Openness.LIMITED.value},
        shown=words,
    )


@case("infrastructures.confirm")
def _(stage: Setting) -> Attempt:
    path = f"/infrastructures/{stage.infrastructure.id}"
    stage.infrastructure.confirmed_on = None
    stage.session.commit()
    return Attempt(path, lambda: stage.fresh(stage.infrastructure).confirmed_on == today(), action=f"{path}/confirm")


@case("infrastructures.undo")
def _(stage: Setting) -> Attempt:
    user = stage.user
    assert user is not None
    stage.infrastructure.confirmed_on = None
    stage.session.commit()
    stage.session.refresh(stage.infrastructure, ["capabilities"])
    number = confirm_facts(
        stage.session,
        actor=user,
        infrastructure=stage.infrastructure,
        version=stage.infrastructure.facts_version,
        on=today(),
    )
    stage.session.commit()
    path = f"/infrastructures/{stage.infrastructure.id}"
    typed: Typed = {"version": str(number)}
    return Attempt(path, lambda: stage.fresh(stage.infrastructure).confirmed_on is None, typed, action=f"{path}/undo")


@case("infrastructures.ask")
def _(stage: Setting) -> Attempt:
    capability = stage.add(
        factories.capability(stage.infrastructure, text_sv="Krympsäkra kulor av glas mäts med ljus.")
    )
    need = stage.need(title="Krympsäkra kulor av glas", teaser="Vi vill mäta krympsäkra kulor av glas med ljus.")
    path = f"/infrastructures/{stage.infrastructure.id}"
    wish = (IntroductionRequest.need_id == need.id, IntroductionRequest.capability_id == capability.id)
    return Attempt(
        path, lambda: stage.one(IntroductionRequest, *wish) is not None, action=f"{path}/needs/{need.id}/ask"
    )


@case("infrastructures.new_capability")
def _(stage: Setting) -> Attempt:
    title = f"Ytplasmonresonans {stage.number}"
    return Attempt(
        f"/infrastructures/{stage.infrastructure.id}/capabilities/new",
        lambda: stage.one(Capability, Capability.title_sv == title) is not None,
        {"title_sv": title, "lead_time_days": "14", "quality_known": "known", "quality": ["GMP"]},
        shown=title,
    )


@case("infrastructures.edit_capability")
def _(stage: Setting) -> Attempt:
    capability = stage.capability()
    path = f"/capabilities/{capability.id}/edit"
    return Attempt(path, lambda: stage.fresh(capability).price_note == "900 kr", {"price_note": "900 kr"})


@case("infrastructures.readiness")
def _(stage: Setting) -> Attempt:
    evidence = f"Pärm {stage.number}"
    conditions = (ReadinessItem.infrastructure_id == stage.infrastructure.id, ReadinessItem.evidence == evidence)
    return Attempt(
        f"/infrastructures/{stage.infrastructure.id}/readiness",
        lambda: stage.one(ReadinessItem, *conditions) is not None,
        {"level_2": "3", "evidence_2": evidence},
    )


# The vocabulary and the engine.


@case("vocabulary.add_term")
def _(stage: Setting) -> Attempt:
    concept = stage.add(factories.concept())
    path = f"/vocabulary/{concept.key}"
    saved = Term.concept_id == concept.id
    return Attempt(
        path, lambda: stage.one(Term, saved) is not None, {"text": "ytmätning"}, f"{path}/terms", shown="ytmätning"
    )


@case("vocabulary.remove_term")
def _(stage: Setting) -> Attempt:
    concept, user = factories.concept(), stage.user
    assert user is not None
    term = Term(concept=concept, language=Language.SV, kind=TermKind.SYNONYM, text="ord", added_by_id=user.id)
    stage.add(term)
    return Attempt(
        f"/vocabulary/{concept.key}",
        lambda: stage.one(Term, Term.concept_id == concept.id) is None,
        action=f"/terms/{term.id}/remove",
    )


def _encoding(stage: Setting, verb: str, *, paused: bool) -> Attempt:
    stage.session.execute(sa.delete(EncodingJob))
    job = stage.add(EncodingJob(id=1, total=2000, done=812, is_paused=not paused))
    return Attempt("/engine", lambda: stage.fresh(job).is_paused is paused, action=f"/engine/encoding/{verb}")


@case("vocabulary.pause_encoding")
def _(stage: Setting) -> Attempt:
    return _encoding(stage, "pause", paused=True)


@case("vocabulary.go_on_encoding")
def _(stage: Setting) -> Attempt:
    return _encoding(stage, "go-on", paused=False)


@case("ranking.retrain")
def _(stage: Setting) -> Attempt:
    scenes.judged(stage.session)
    retrained = RankingParameters.origin == RankingOrigin.RETRAINED
    return Attempt("/ranking", lambda: stage.one(RankingParameters, retrained) is not None, action="/ranking/retrain")


@case("ranking.use")
def _(stage: Setting) -> Attempt:
    row = scenes.weights(stage.session, scenes.halved())
    return Attempt("/ranking", lambda: stage.fresh(row).active_since is not None, action=f"/ranking/{row.id}/use")


@case("ranking.undo")
def _(stage: Setting) -> Attempt:
    shipped = stage.one(RankingParameters, RankingParameters.origin == RankingOrigin.SHIPPED)
    assert shipped is not None
    row = scenes.weights(stage.session, scenes.halved(), active_since=shipped.active_since, replaced_id=shipped.id)
    shipped.active_until = shipped.active_since
    stage.session.commit()
    return Attempt("/ranking", lambda: stage.fresh(row).active_until is not None, action=f"/ranking/{row.id}/undo")


@case("ranking.judge_pair")
def _(stage: Setting) -> Attempt:
    stage.match()
    user = stage.user
    assert user is not None
    judged = Judgement.user_id == user.id
    typed: Typed = {"verdict": "introduce"}
    return Attempt("/ranking/judge", lambda: stage.one(Judgement, judged) is not None, typed)


# Matches.


def _staged(stage: Setting, match: Match, after: Stage) -> Callable[[], bool]:
    return lambda: stage.fresh(match).stage is after


def _pair(stage: Setting) -> tuple[str, Callable[[], Match | None], Need, Capability]:
    need, capability = stage.need(), stage.capability()
    path = f"/needs/{need.id}/capabilities/{capability.id}"
    return path, lambda: stage.one(Match, Match.need_id == need.id), need, capability


@case("matches.shortlist")
def _(stage: Setting) -> Attempt:
    path, find, need, capability = _pair(stage)
    # Among all that the other cases have made, this one must be among those that the page shows.
    words = f"Nefelometri {stage.number} av grumliga lösningar"
    need.teaser = capability.title_sv = capability.text_sv = words
    stage.session.commit()
    return Attempt(
        f"/needs/{need.id}?show=all",
        lambda: (found := find()) is not None and found.stage is Stage.SHORTLISTED,
        action=f"{path}/shortlist",
    )


@case("matches.dismiss")
def _(stage: Setting) -> Attempt:
    path, find, *_rest = _pair(stage)
    return Attempt(
        f"{path}/dismiss",
        lambda: (found := find()) is not None and found.close_note == "För långt",
        {"reason": "wrong_place", "note": "För långt"},
    )


@case("matches.introduce")
def _(stage: Setting) -> Attempt:
    path, find, *_rest = _pair(stage)
    return Attempt(
        f"{path}/introduce",
        lambda: (found := find()) is not None and found.stage is Stage.INTRODUCED,
        {"next_step": "Ringa om tid"},
        shown="Ringa om tid",
    )


@case("matches.add")
def _(stage: Setting) -> Attempt:
    _path, find, need, capability = _pair(stage)
    # The word is the capability's own, so the search finds it alone.
    path = f"/needs/{need.id}/matches/new"
    return Attempt(f"{path}?q={capability.title_sv}", lambda: find() is not None, action=path)


@case("matches.next_step")
def _(stage: Setting) -> Attempt:
    match = stage.match()
    day = today() + timedelta(days=7)
    return Attempt(
        f"/matches/{match.id}/next-step",
        lambda: (stage.fresh(match).next_step, match.next_step_on) == ("Ringa", day),
        {"next_step": "Ringa", "next_step_on": day.isoformat()},
        shown="Ringa",
    )


@case("matches.finish_step")
def _(stage: Setting) -> Attempt:
    match = stage.match()
    match.next_step = "Ringa"
    stage.session.commit()
    path = f"/matches/{match.id}"
    typed: Typed = {"then": "Skicka avtal", "then_on": (today() + timedelta(days=7)).isoformat()}
    return Attempt(
        path,
        lambda: stage.fresh(match).next_step == "Skicka avtal",
        typed,
        action=f"{path}/next-step/done",
        shown="Skicka avtal",
    )


@case("matches.assign")
def _(stage: Setting) -> Attempt:
    match, colleague = stage.match(), stage.add(factories.user())
    typed: Typed = {"owner_id": str(colleague.id)}
    return Attempt(f"/matches/{match.id}/owner", lambda: stage.fresh(match).owner_id == colleague.id, typed)


@case("matches.move")
def _(stage: Setting) -> Attempt:
    match = stage.match(Stage.INTRODUCED)
    typed: Typed = {"version": str(match.version), "stage": "agreed"}
    path = f"/matches/{match.id}/move?back=/matches/board"
    return Attempt("/matches/board", lambda: stage.fresh(match).stage is Stage.AGREED, typed, path)


@case("matches.agree")
def _(stage: Setting) -> Attempt:
    match = stage.match(Stage.MEETING_HELD)
    path = f"/matches/{match.id}"
    return Attempt(path, _staged(stage, match, Stage.AGREED), action=f"{path}/agree")


@case("matches.undo")
def _(stage: Setting) -> Attempt:
    match, user = stage.match(Stage.INTRODUCED), stage.user
    assert user is not None
    use_cases.agree(stage.session, actor=user, match_id=match.id, version=match.version)
    stage.session.commit()
    path = f"/matches/{match.id}"
    typed: Typed = {"version": str(match.version)}
    return Attempt(path, _staged(stage, match, Stage.INTRODUCED), typed, action=f"{path}/undo")


@case("matches.correct")
def _(stage: Setting) -> Attempt:
    match = stage.match(Stage.INTRODUCED)
    typed: Typed = {"stage": "shortlisted", "note": "Fel enhet"}
    return Attempt(f"/matches/{match.id}/stage", _staged(stage, match, Stage.SHORTLISTED), typed)


@case("matches.letter")
def _(stage: Setting) -> Attempt:
    match = stage.match(Stage.INTRODUCED)
    letter = stage.add(
        OutboxMessage(
            match_id=match.id,
            to_address="nobody@company.example",
            subject="Hej",
            body="Hej",
            message_id=f"<{match.id}@test.example>",
            attempts=1,
            last_error="recipient 550",
            given_up_at=now(),
        )
    )
    typed: Typed = {"to": "somebody@company.example"}

    def is_on_its_way() -> bool:
        sent = stage.fresh(letter)
        return (sent.to_address, sent.given_up_at, sent.attempts) == ("somebody@company.example", None, 0)

    return Attempt(f"/matches/{match.id}/letters/{letter.id}", is_on_its_way, typed)


@case("matches.close")
def _(stage: Setting) -> Attempt:
    match = stage.match(Stage.INTRODUCED)
    typed: Typed = {"reason": "too_expensive", "note": "Dyrt"}
    return Attempt(f"/matches/{match.id}/close", _staged(stage, match, Stage.CLOSED), typed)


# Meetings and uses.


@case("meetings.new")
def _(stage: Setting) -> Attempt:
    match = stage.match(Stage.INTRODUCED)
    assert match.need.contact is not None
    typed: Typed = {
        "outcome": "held",
        "held_on": today().isoformat(),
        "person_ids": [str(match.need.contact.id)],
        "notes": "Bra möte",
        "next_step": "Skicka offert",
    }
    return Attempt(
        f"/matches/{match.id}/meetings/new",
        lambda: stage.one(Meeting, Meeting.match_id == match.id, Meeting.notes == "Bra möte") is not None,
        typed,
        shown="Skicka offert",
    )


@case("meetings.edit")
def _(stage: Setting) -> Attempt:
    meeting = stage.add(factories.meeting(stage.match(Stage.MEETING_HELD)))
    return Attempt(f"/meetings/{meeting.id}/edit", lambda: stage.fresh(meeting).notes == "Rättat", {"notes": "Rättat"})


@case("notes.new")
def _(stage: Setting) -> Attempt:
    company = stage.add(factories.company())
    said = f"De ringer igen {stage.number}."
    return Attempt(
        f"/companies/{company.id}",
        lambda: stage.one(Note, Note.text == said) is not None,
        {"text": said, "kind": "call"},
        action=f"/companies/{company.id}/notes/new",
        shown=said,
    )


@case("notes.edit")
def _(stage: Setting) -> Attempt:
    note = stage.add(factories.note(company=factories.company()))
    path = f"/notes/{note.id}/edit"
    return Attempt(path, lambda: stage.fresh(note).text == "Ny text", {"text": "Ny text"}, shown="Ny text")


@case("notes.finish")
def _(stage: Setting) -> Attempt:
    task = stage.add(factories.note(company=factories.company(), kind=NoteKind.TASK, owner=stage.user))
    page = f"/companies/{task.company_id}"
    return Attempt(page, lambda: stage.fresh(task).done_at is not None, action=f"/notes/{task.id}/finish")


@case("notes.reopen")
def _(stage: Setting) -> Attempt:
    done = factories.note(company=factories.company(), kind=NoteKind.TASK, owner=stage.user, done_at=now())
    task = stage.add(done)
    return Attempt(
        f"/companies/{task.company_id}",
        lambda: stage.fresh(task).done_at is None,
        {"version": str(task.version)},
        action=f"/notes/{task.id}/reopen",
    )


@case("notes.take_back")
def _(stage: Setting) -> Attempt:
    note = stage.add(factories.note(company=factories.company()))
    return Attempt(
        f"/companies/{note.company_id}",
        lambda: stage.fresh(note).taken_back_at is not None,
        action=f"/notes/{note.id}/take-back",
    )


@case("notes.put_back")
def _(stage: Setting) -> Attempt:
    note = stage.add(factories.note(company=factories.company(), taken_back_at=now()))
    return Attempt(
        f"/companies/{note.company_id}",
        lambda: stage.fresh(note).taken_back_at is None,
        {"version": str(note.version)},
        action=f"/notes/{note.id}/put-back",
        shown=note.text,
    )


def _programme(stage: Setting) -> Programme:
    found = stage.session.scalars(sa.select(Programme)).first()
    return found or stage.add(factories.programme())


# Saved views of lists.


@case("saved_views.new")
def _(stage: Setting) -> Attempt:
    name = f"Sena {stage.number}"
    return Attempt(
        "/views/new?list=matches&address=show%3Doverdue",
        lambda: stage.one(SavedView, SavedView.name == name, SavedView.address == "show=overdue") is not None,
        {"name": name},
        shown=name,
    )


def _view(stage: Setting, **values: Any) -> SavedView:
    assert stage.user is not None
    return stage.add(factories.saved_view(stage.user, name=f"Vy {stage.number}", **values))


@case("saved_views.edit")
def _(stage: Setting) -> Attempt:
    view = _view(stage)
    return Attempt(f"/views/{view.id}/edit", lambda: stage.fresh(view).name == "Nytt namn", {"name": "Nytt namn"})


@case("saved_views.remove")
def _(stage: Setting) -> Attempt:
    view = _view(stage)
    return Attempt("/views", lambda: stage.fresh(view).taken_back_at is not None, action=f"/views/{view.id}/remove")


@case("saved_views.put_back")
def _(stage: Setting) -> Attempt:
    view = _view(stage, taken_back_at=now())
    typed: Typed = {"version": str(view.version)}
    return Attempt("/views", lambda: stage.fresh(view).taken_back_at is None, typed, f"/views/{view.id}/put-back")


@case("saved_views.open_with")
def _(stage: Setting) -> Attempt:
    view = _view(stage)
    chosen = ListChoice.first_view_id == view.id
    return Attempt("/views", lambda: stage.one(ListChoice, chosen) is not None, action=f"/views/{view.id}/first")


@case("saved_views.open_without")
def _(stage: Setting) -> Attempt:
    view = _view(stage, list_kind=ListKind.NEEDS)
    choice = stage.add(ListChoice(user_id=view.owner_id, list_kind=ListKind.NEEDS, first_view_id=view.id))
    path = f"/views/{view.id}/not-first"
    return Attempt("/views", lambda: stage.fresh(choice).first_view_id is None, action=path)


@case("saved_views.columns")
def _(stage: Setting) -> Attempt:
    chosen = (ListChoice.user_id == stage.user.id, ListChoice.list_kind == ListKind.MATCHES) if stage.user else ()
    return Attempt(
        "/matches",
        lambda: (found := stage.one(ListChoice, *chosen)) is not None and found.columns == ["stage"],
        {"columns": ["stage"]},
        action="/views/columns?list=matches&back=/matches",
    )


@case("hours.new")
def _(stage: Setting) -> Attempt:
    programme, done = _programme(stage), f"Ringde runt {stage.number}."
    return Attempt(
        "/hours/new",
        lambda: (found := stage.one(TimeEntry, TimeEntry.text == done)) is not None and found.minutes == 90,
        {"minutes": "1:30", "activity": "matching", "text": done, "programme_id": str(programme.id)},
        shown=done,
    )


@case("hours.new_for_need")
def _(stage: Setting) -> Attempt:
    need, programme = stage.need(), _programme(stage)
    typed: Typed = {"minutes": "20", "activity": "matching", "programme_id": str(programme.id)}
    path = f"/needs/{need.id}/hours/new"
    return Attempt(path, lambda: stage.one(TimeEntry, TimeEntry.need_id == need.id) is not None, typed)


@case("hours.edit")
def _(stage: Setting) -> Attempt:
    entry = stage.add(factories.time_entry(_programme(stage)))
    return Attempt(f"/hours/{entry.id}/edit", lambda: stage.fresh(entry).minutes == 30, {"minutes": "30"})


@case("hours.take_back")
def _(stage: Setting) -> Attempt:
    entry = stage.add(factories.time_entry(_programme(stage)))
    return Attempt(
        f"/hours/{entry.id}/edit",
        lambda: stage.fresh(entry).taken_back_at is not None,
        {"version": str(entry.version)},
        action=f"/hours/{entry.id}/take-back",
    )


@case("hours.put_back")
def _(stage: Setting) -> Attempt:
    entry = stage.add(factories.time_entry(_programme(stage), text="Ringde", taken_back_at=now()))
    return Attempt(
        "/hours/new",
        lambda: stage.fresh(entry).taken_back_at is None,
        {"version": str(entry.version)},
        action=f"/hours/{entry.id}/put-back",
        shown="Ringde",
    )


@case("uses.new")
def _(stage: Setting) -> Attempt:
    match = stage.match(Stage.AGREED)
    typed: Typed = {
        "started_on": today().isoformat(),
        "hours": "12,5",
        "evidence_kind": "document",
        "evidence": "Order 17",
    }
    return Attempt(
        f"/matches/{match.id}/uses/new",
        lambda: stage.one(Use, Use.match_id == match.id, Use.evidence == "Order 17") is not None,
        typed,
        shown="Order 17",
    )


@case("uses.edit")
def _(stage: Setting) -> Attempt:
    use = stage.add(factories.use(stage.match(Stage.USED)))
    return Attempt(f"/uses/{use.id}/edit", lambda: stage.fresh(use).evidence == "Faktura 3", {"evidence": "Faktura 3"})


@case("uses.remove")
def _(stage: Setting) -> Attempt:
    use = stage.add(factories.use(stage.match(Stage.USED)))
    number = use.id
    return Attempt(
        f"/uses/{number}/edit", lambda: stage.one(Use, Use.id == number) is None, action=f"/uses/{number}/remove"
    )
