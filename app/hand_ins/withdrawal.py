"""A need that its company withdraws, and takes back that it did."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.accounts.password_links import Post
from app.hand_ins import letters
from app.hand_ins.limits import ANSWER_WORKING_DAYS
from app.hand_ins.links import end_links, find_by_link, use_link
from app.hand_ins.office_tasks import tell_owner, withdrawn_task
from app.mail.links import token_of
from app.needs import use_cases as needs
from models.actions import NeedAction, allows
from models.base import require_version
from models.clock import day_of, now, today
from models.hand_ins import WAITING_FOR_US, HandIn, HandInPurpose, HandInState, working_days_after
from models.needs import Need, NeedStatus


def withdraw(session: Session, post: Post, *, found: HandIn, version: int | None) -> str:
    """Withdraw what was handed in, and the need that it has become; return the token that takes it back.

    No earlier link opens anything any longer, and nothing is asked. Whoever is responsible for the need gets a task.
    """
    require_version(found, version)
    # Links before what they open, as when one is used up.
    end_links(session, found)
    found.state_before, found.state, found.withdrawn_at = found.state, HandInState.WITHDRAWN, now()
    if found.need is not None and allows(found.need.status, NeedAction.WITHDRAW):
        needs.withdraw(session, need=found.need, version=found.need.version)
        tell_owner(session, found.need, withdrawn_task)
    words, purpose = letters.withdrawn, HandInPurpose.RESTORE
    seed = letters.send(session, post, hand_in=found, words=words, purpose=purpose)
    session.flush()
    return token_of(seed, post.secret)


def restore(session: Session, post: Post, *, token: str, version: int | None) -> str | None:
    """Take a withdrawal back; return the token of the page, None for a link that is over."""
    found = find_by_link(session, token, HandInPurpose.RESTORE)
    if found is None or found.state_before is None:
        return None
    require_version(found, version)
    if not use_link(session, token, HandInPurpose.RESTORE):
        return None
    found.state, found.state_before, found.withdrawn_at = found.state_before, None, None
    if found.state in WAITING_FOR_US:
        found.answer_by = working_days_after(day_of(now()), ANSWER_WORKING_DAYS)
    if found.need is not None and found.need.status is NeedStatus.WITHDRAWN:
        _open_again(session, found.need)
    seed = letters.send(session, post, hand_in=found, words=letters.received, purpose=HandInPurpose.OWN)
    session.flush()
    return token_of(seed, post.secret)


def _open_again(session: Session, need: Need) -> None:
    """Put a need back among the open ones, or among the drafts where it never was open."""
    if need.opened_on is None:
        need.status = NeedStatus.DRAFT
    else:
        needs.reopen(session, need=need, on=today(), version=need.version)
