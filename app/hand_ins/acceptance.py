"""A need that was handed in becomes one of the office's, with its company and its contact; and that is taken back."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.accounts.password_links import Post
from app.companies.commands import CompanyCommand
from app.hand_ins import letters
from app.hand_ins.commands import AcceptCommand
from app.hand_ins.forms import proposed_title
from app.hand_ins.queries import get_hand_in
from app.matches.commands import LetterCommand
from app.needs import by_phone
from app.needs.commands import NeedCommand
from app.people.commands import PersonCommand, RoleCommand
from app.people.queries import find_person_by_email
from app.people.use_cases import is_at
from models.accounts import User
from models.base import require_version
from models.clock import day_of, now, today
from models.errors import StaleRecordError
from models.hand_ins import UNDECIDED, HandIn, HandInPurpose, HandInState
from models.need_layers import layers_digest, layers_of
from models.needs import Need
from models.org_numbers import country_of, is_personal_number
from models.organisations import Company, CompanyKind


def accept(
    session: Session,
    post: Post,
    *,
    actor: User,
    hand_in_id: int,
    company: Company | None,
    command: AcceptCommand,
    letter: LetterCommand,
    programme_id: int | None,
    version: int | None,
) -> Need:
    """Record the need, at a company on record or a new one, and tell the company.

    It is opened for matching where everyone may read what the company itself wrote for everyone; otherwise it is a
    draft until the company has agreed. Raises StaleRecordError where somebody has decided on it meanwhile.
    """
    found = get_hand_in(session, actor, hand_in_id)
    require_version(found, version)
    if found.state not in UNDECIDED:
        raise StaleRecordError
    is_their_own = _is_their_own(found, command)
    need = by_phone.record_call(
        session,
        company=company or _company(found, actor),
        caller=_contact(session, actor, found, company),
        need=_need(found, command, actor, programme_id),
        on=today() if is_their_own else None,
    )
    if company is not None and found.secrecy_asked_at and not company.secrecy_note:
        company.secrecy_note = found.secrecy_written = _condition(found)
    found.state_before, found.state = found.state, HandInState.ACCEPTED
    found.need_id, found.decided_at, found.owner_id = need.id, now(), found.owner_id or actor.id
    if is_their_own:
        found.layers_agreed, found.layers_agreed_at = layers_digest(layers_of(need)), found.decided_at
    else:
        found.layers_asked_at = now()
    letters.put(session, post, hand_in=found, letter=letter, purpose=HandInPurpose.OWN, actor=actor)
    session.flush()
    return need


def take_back(session: Session, found: HandIn) -> None:
    """Take back all that was recorded; BuiltUponError when somebody has built on it, StaleRecordError for nothing."""
    need = found.need
    if need is None:
        raise StaleRecordError
    if found.secrecy_written and need.company.secrecy_note == found.secrecy_written:
        need.company.secrecy_note = None
    found.need_id = found.secrecy_written = found.layers_agreed = found.layers_agreed_at = None
    found.layers_asked_at = found.layers_declined = None
    session.flush()
    by_phone.take_back(session, need=need, version=need.version)


def _is_their_own(found: HandIn, command: AcceptCommand) -> bool:
    """Tell whether everyone would read what the company wrote for everyone, and nothing else."""
    public = found.public_text or ""
    return command.teaser == public and command.title == proposed_title(public)


def _company(found: HandIn, actor: User) -> CompanyCommand:
    kind = CompanyKind.SOLE_TRADER if is_personal_number(found.org_number) else CompanyKind.LIMITED_COMPANY
    return CompanyCommand(
        name=found.company_name,
        kind=kind,
        org_number=found.org_number,
        country=country_of(found.org_number or ""),
        municipality=None,
        field=None,
        website=None,
        summary=None,
        secrecy_note=_condition(found) if found.secrecy_asked_at else None,
        owner_id=actor.id,
        last_contact_on=today(),
        name_released_on=None,
    )


def _condition(found: HandIn) -> str:
    assert found.secrecy_asked_at is not None  # noqa: S101 - asked by whoever calls
    day = day_of(found.secrecy_asked_at).isoformat()
    return str(_("Handed in on %(day)s on condition that it is kept secret (OSL 31:12).", day=day))


def _contact(session: Session, actor: User, found: HandIn, company: Company | None) -> by_phone.Caller:
    known = find_person_by_email(session, actor, found.contact_email)
    return by_phone.Caller(
        known=known,
        is_there=known is not None and company is not None and is_at(known, company),
        person=PersonCommand(
            name=found.contact_name,
            email=found.contact_email,
            phone=None,
            source=_("Handed in a need on the public page"),
        ),
        role=RoleCommand(title=None, is_contact=True, started_on=None, ended_on=None),
    )


def _need(found: HandIn, command: AcceptCommand, actor: User, programme_id: int | None) -> NeedCommand:
    return NeedCommand(
        title=command.title,
        teaser=command.teaser,
        infrastructure_text=found.infrastructure_text,
        desired_result=None,
        conditions=None,
        private_text=found.text,
        deadline=found.deadline,
        trl=None,
        quality=[],
        place_matters=False,
        service_form=None,
        programme_id=programme_id,
        contact_id=None,
        owner_id=actor.id,
    )
