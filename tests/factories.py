"""Makers of valid records: a test names only what matters to it."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from argon2 import PasswordHasher

from models.accounts import AccountToken, CalendarFeed, Role, TokenPurpose, User
from models.achievements import Achievement, AchievementKind
from models.aid import AidGrant, AidStepTaken, SupportKind, ValueBasis
from models.aid_rules import ORDER, AidStep, in_euro
from models.capacities import YearCapacity
from models.clock import now, today
from models.consents import Consent, ConsentScope, ConsentWay
from models.dimensions import Dimension, ProgrammeGroup
from models.euro_rates import EuroRate, month_of
from models.fact_checks import FactCheck
from models.files import FileKind, RecordFile
from models.hand_ins import HandIn, HandInLink, HandInPurpose, HandInState
from models.infrastructures import Capability, Infrastructure
from models.introductions import Introduction
from models.known_facts import Openness, YesNoUnknown
from models.matches import STAGES_IN_ORDER, Match, Stage, StageChange
from models.meetings import Meeting, MeetingStatus
from models.needs import Need, NeedStatus
from models.notes import Note
from models.organisations import Company, HostOrganisation, SmfDeclaration
from models.party_answers import PartyAnswer
from models.people import Person, PersonRole
from models.profile_changes import ProfileChange
from models.programmes import FrozenReport, Programme
from models.readiness_items import ReadinessComment, ReadinessItem
from models.report_letters import ReportLetter, ReportReceiver
from models.saved_views import ListKind, SavedView
from models.smf import SizeClass
from models.tags import Tag, Tagging
from models.time_entries import Activity, TimeEntry
from models.use_confirmations import UseConfirmation, what_is_confirmed
from models.uses import EvidenceKind, Use
from models.vocabulary import Concept, Language
from models.waiting import WaitingFor

PASSWORD = "blåbär på bryggan"
# The hash says how much work it takes to check: little here, since nearly every test signs somebody in.
_PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
_numbers = count(1)


def _next() -> int:
    return next(_numbers)


def org_number(serial: int) -> str:
    """Return a valid organisation number: 5599 and a serial number, and the check digit that fits (Luhn).

    A test that names one takes it below 1 000; those above are drawn.
    """
    nine = f"5599{serial:05d}"
    doubled = [int(digit) * (2 - index % 2) for index, digit in enumerate(nine)]
    return nine + str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def user(**values: Any) -> User:
    """Make a user that can sign in with PASSWORD; a consultant unless told otherwise."""
    number = _next()
    defaults = {"email": f"user{number}@test.example", "name": f"User {number}", "role": Role.CONSULTANT}
    return User(**{**defaults, "password_hash": _PASSWORD_HASH, **values})


def calendar_feed(user: User, token: str, **values: Any) -> CalendarFeed:
    """Make the address of a calendar for a user that is in the database; it works for an hour."""
    defaults = {"user_id": user.id, "expires_at": now() + timedelta(hours=1)}
    return CalendarFeed(**{**defaults, "token_hash": hashlib.sha256(token.encode()).hexdigest(), **values})


def account_token(user: User, token: str, **values: Any) -> AccountToken:
    """Make a link's token for a user that is in the database: an invitation that works for an hour."""
    defaults = {"user_id": user.id, "purpose": TokenPurpose.INVITATION, "expires_at": now() + timedelta(hours=1)}
    return AccountToken(**{**defaults, "token_hash": hashlib.sha256(token.encode()).hexdigest(), **values})


def party_answer(introduction: Introduction, token: str, **values: Any) -> PartyAnswer:
    """Make the link that the company of an introduction answers by; it works for an hour."""
    defaults = {"party": WaitingFor.COMPANY, "language": Language.SV, "expires_at": now() + timedelta(hours=1)}
    hashed = hashlib.sha256(token.encode()).hexdigest()
    return PartyAnswer(**{"introduction": introduction, **defaults, "token_hash": hashed, **values})


def hand_in(**values: Any) -> HandIn:
    """Make a need that a company handed in and confirmed today."""
    defaults = {
        "language": Language.SV,
        "state": HandInState.RECEIVED,
        "title": "Bindning",
        "text": "Vi vill veta hur hårt vår antikropp binder.",
        "company_name": f"Inlämnaren {_next()} AB",
        "contact_name": "Anna Ek",
        "contact_email": f"anna{_next()}@test.example",
        "agreed_text": "Ni får spara det.",
        "confirmed_at": now(),
        "answer_by": today() + timedelta(days=7),
    }
    return HandIn(**{**defaults, **values})


def hand_in_link(hand_in: HandIn, purpose: HandInPurpose, token: str, **values: Any) -> HandInLink:
    """Make a link to a need that was handed in and is in the database; it works for an hour."""
    defaults = {"hand_in_id": hand_in.id, "purpose": purpose, "expires_at": now() + timedelta(hours=1)}
    return HandInLink(**{**defaults, "token_hash": hashlib.sha256(token.encode()).hexdigest(), **values})


def report_receiver(programme: Programme, **values: Any) -> ReportReceiver:
    """Make somebody who gets a letter about each report of a programme."""
    number = _next()
    own = {"name": f"Receiver {number}", "email": f"receiver{number}@example.org", "language": Language.SV}
    return ReportReceiver(**{"programme_id": programme.id, **own, **values})


def report_letter(receiver: ReportReceiver, frozen: FrozenReport, token: str, **values: Any) -> ReportLetter:
    """Make the letter about a frozen report whose link opens it for an hour."""
    hashed = hashlib.sha256(token.encode()).hexdigest()
    own = {"receiver": receiver, "frozen_report_id": frozen.id, "opens_report": True, "token_hash": hashed}
    return ReportLetter(**{**own, "expires_at": now() + timedelta(hours=1), **values})


def fact_check(infrastructure: Infrastructure, token: str, **values: Any) -> FactCheck:
    """Make the link that a unit says by whether its facts are right; it works for an hour."""
    defaults = {"language": Language.SV, "asked_on": today(), "expires_at": now() + timedelta(hours=1)}
    hashed = hashlib.sha256(token.encode()).hexdigest()
    return FactCheck(**{"infrastructure": infrastructure, **defaults, "token_hash": hashed, **values})


def company(**values: Any) -> Company:
    """Make a company with a valid number."""
    number = _next()
    return Company(**{"name": f"Company {number}", "org_number": org_number(1_000 + number), **values})


def declaration(company: Company, **values: Any) -> SmfDeclaration:
    """Make a declaration that the company is small since 2020."""
    defaults = {
        "company": company,
        "period_end": date(2020, 12, 31),
        "size_class": SizeClass.SMALL,
        "declared_by": "Test",
        "declared_on": date(2021, 1, 15),
    }
    return SmfDeclaration(**{**defaults, **values})


def person(**values: Any) -> Person:
    """Make a person with an address."""
    number = _next()
    return Person(**{"name": f"Person {number}", "email": f"person{number}@test.example", **values})


def contact(company: Company, **values: Any) -> Person:
    """Make a person who is the company's contact."""
    somebody = person(**values)
    somebody.roles.append(PersonRole(company=company, is_contact=True))
    return somebody


def need(company: Company, **values: Any) -> Need:
    """Make an open need."""
    number = _next()
    defaults = {
        "company": company,
        "title": f"Need {number}",
        "teaser": "Vi vill veta hur hårt vår antikropp binder.",
        "status": NeedStatus.OPEN,
        "opened_on": date(2026, 1, 15),
    }
    return Need(**{**defaults, **values})


def host(**values: Any) -> HostOrganisation:
    """Make a host organisation."""
    number = _next()
    return HostOrganisation(**{"name_sv": f"Värd {number}", "name_en": f"Host {number}", **values})


def infrastructure(**values: Any) -> Infrastructure:
    """Make an infrastructure in Flemingsberg that is open to companies."""
    number = _next()
    defaults = {
        "key": f"unit-{number}",
        "name_sv": f"Enhet {number}",
        "name_en": f"Unit {number}",
        "description_sv": "En enhet.",
        "description_en": "A unit.",
        "in_flemingsberg": YesNoUnknown.YES,
        "open_to_companies": Openness.YES,
        "contact_email": f"unit{number}@test.example",
    }
    return Infrastructure(**{**defaults, **values})


def capacity(infrastructure: Infrastructure, hours: int = 100, year: int | None = None, **values: Any) -> YearCapacity:
    """Say that a unit can be used so many hours in a year, this one unless another is given."""
    of_infrastructure = {"infrastructure_id": infrastructure.id, "year": year or today().year, "hours": hours}
    return YearCapacity(**{**of_infrastructure, "source": "Bokningssystemet", **values})


def ready(infrastructure: Infrastructure, *, since: date = date(2025, 6, 1)) -> Infrastructure:
    """Let an infrastructure pass its readiness gate."""
    infrastructure.readiness = [ReadinessItem(number=number, level=3) for number in range(1, 15)]
    infrastructure.opened_on = since
    return infrastructure


def capability(infrastructure: Infrastructure, **values: Any) -> Capability:
    """Make a capability."""
    number = _next()
    defaults = {
        "infrastructure": infrastructure,
        "title_sv": f"Förmåga {number}",
        "title_en": f"Capability {number}",
        "text_sv": "Ytplasmonresonans för bindningsstudier.",
        "text_en": "Surface plasmon resonance for binding studies.",
    }
    return Capability(**{**defaults, **values})


def concept(**values: Any) -> Concept:
    """Make a concept."""
    number = _next()
    defaults = {
        "key": f"concept-{number}",
        "category": "imaging",
        "label_sv": f"begrepp {number}",
        "label_en": f"concept {number}",
    }
    return Concept(**{**defaults, **values})


def readiness_comment(infrastructure: Infrastructure, by: User, **values: Any) -> ReadinessComment:
    defaults = {"infrastructure_id": infrastructure.id, "number": 1, "text": "Beslutet dröjer.", "by": by}
    return ReadinessComment(**{**defaults, **values})


def profile_change(infrastructure: Infrastructure, by: User, **values: Any) -> ProfileChange:
    """Make a draft of a unit's own facts."""
    defaults = {"before": {"building": infrastructure.building}, "after": {"building": "Ritat hus"}, "by": by}
    return ProfileChange(**{"infrastructure": infrastructure, **defaults, **values})


def match(need: Need, capability: Capability, **values: Any) -> Match:
    """Make a match, with the step that brought it to its stage, and the introduction that an advanced one stands on."""
    made = Match(**{"need": need, "capability": capability, "stage": Stage.SUGGESTED, **values})
    made.changes.append(StageChange(to_stage=made.stage))
    if made.stage in STAGES_IN_ORDER[STAGES_IN_ORDER.index(Stage.INTRODUCED) :]:
        made.introductions.append(Introduction())
    return made


def consent(need: Need, **values: Any) -> Consent:
    """Make a company's yes to be introduced with a need, by phone."""
    said = {"said_by": "Anna Ek", "said_on": date(2026, 1, 2), "way": ConsentWay.PHONE}
    return Consent(**{"need": need, **said, "agreed_to": ConsentScope.INFRASTRUCTURES, "wording": "0" * 64, **values})


def meeting(match: Match, **values: Any) -> Meeting:
    """Make a meeting that was held."""
    return Meeting(**{"match": match, "status": MeetingStatus.HELD, "held_on": date(2026, 2, 1), **values})


def note(**values: Any) -> Note:
    """Make a note; on what it is written must be said."""
    return Note(**{"happened_on": date(2026, 2, 2), "text": "De ringer igen i maj.", **values})


def programme(**values: Any) -> Programme:
    """Make a programme that goes on, with hours to spend."""
    number = _next()
    defaults = {
        "code": f"programme-{number}",
        "name_sv": f"Program {number}",
        "name_en": f"Programme {number}",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2027, 12, 31),
        "budget_hours": 100,
        "budget_hours_a_year": 50,
    }
    return Programme(**{**defaults, **values})


def saved_view(owner: User, **values: Any) -> SavedView:
    """Make a view of the companies that its owner shares."""
    defaults = {"list_kind": ListKind.COMPANIES, "name": "Mina", "address": "sort=-name", "is_shared": True}
    return SavedView(**{"owner": owner, **defaults, **values})


def tag(**values: Any) -> Tag:
    """Make a tag that stands on nothing yet."""
    return Tag(**{"name": f"Tag {_next()}", **values})


def tagging(tag: Tag, record: Company | Need | Person | Infrastructure) -> Tagging:
    """Put a tag on a record; both are in the database."""
    return Tagging(tag_id=tag.id, **{f"{record.__tablename__}_id": record.id})


def time_entry(programme: Programme, **values: Any) -> TimeEntry:
    """Make an hour and a half of matching."""
    defaults = {"programme": programme, "worked_on": date(2026, 2, 3), "minutes": 90, "activity": Activity.MATCHING}
    return TimeEntry(**{**defaults, **values})


def use(match: Match, **values: Any) -> Use:
    """Make a use that counts."""
    defaults = {
        "match": match,
        "started_on": date(2026, 3, 1),
        "completed_on": date(2026, 3, 1) + timedelta(days=10),
        "evidence_kind": EvidenceKind.DOCUMENT,
        "evidence": "Beställning 17",
    }
    return Use(**{**defaults, **values})


def use_confirmation(use: Use, token: str, **values: Any) -> UseConfirmation:
    """Make the link that the unit of a use confirms it by; it works for an hour."""
    defaults = {"party": WaitingFor.INFRASTRUCTURE, "language": Language.SV, "expires_at": now() + timedelta(hours=1)}
    hashed = hashlib.sha256(token.encode()).hexdigest()
    what = what_is_confirmed(use)
    return UseConfirmation(**{"use_id": use.id, **defaults, "token_hash": hashed, "what": what, **values})


def record_file(**values: Any) -> RecordFile:
    """Make the row of a file on the record that the values name; its content lies nowhere yet."""
    number = _next()
    defaults = {"name": f"Fil {number}.txt", "kind": FileKind.TEXT, "size": 3, "sha256": f"{number:064x}"}
    return RecordFile(**{**defaults, **values})


def programme_group(programme: Programme, **values: Any) -> ProgrammeGroup:
    """Make an area of a programme."""
    number = _next()
    defaults = {"dimension": Dimension.AREA, "key": f"omrade {number}"}
    names = {"name_sv": f"Område {number}", "name_en": f"Area {number}"}
    return ProgrammeGroup(**{"programme_id": programme.id, **defaults, **names, **values})


def achievement(programme: Programme, **values: Any) -> Achievement:
    """Make a social event that counts."""
    number = _next()
    defaults = {
        "programme": programme,
        "kind": AchievementKind.SOCIAL_EVENT,
        "happened_on": date(2026, 4, 2),
        "title": f"Kväll {number}",
        "evidence": f"Inbjudan {number}",
    }
    return Achievement(**{**defaults, **values})


def euro_rate(day: date, **values: Any) -> EuroRate:
    """Make the rate of a day's month: ten kronor for a euro."""
    return EuroRate(**{"month": month_of(day), "rate": Decimal(10), "source": "InforEuro", **values})


def aid_grant(
    company: Company, programme: Programme, until: AidStep = AidStep.VALUED, *, on: date | None = None, **values: Any
) -> AidGrant:
    """Make a support of 100 000 kronor of which nothing is paid, with every step until one taken on a day."""
    day = on or today()
    defaults = {
        "company": company,
        "programme": programme,
        "kind": SupportKind.INFRASTRUCTURE_USE,
        "what": f"Mätningar {_next()}",
        "basis": ValueBasis.QUOTE,
        "market_sek": Decimal(100_000),
        "paid_sek": Decimal(0),
        "step": until,
    }
    made = AidGrant(**{**defaults, **values})
    steps = ORDER[: ORDER.index(until) + 1]
    made.steps = [AidStepTaken(step=step, done_on=day, who="Vera Vem", said="Dnr 4") for step in steps]
    if AidStep.APPROVED in steps:
        made.granted_on, made.rate, made.rate_source = day, Decimal(10), "InforEuro"
        made.aid_eur = in_euro(made.aid_sek, made.rate)
    return made
