"""A need that its company withdraws, and takes back that it did."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.accounts.password_links import Post
from app.hand_ins import letters, words
from app.hand_ins.limits import ANSWER_WORKING_DAYS
from app.hand_ins.links import end_links, find_by_link, use_link
from app.hand_ins.office_tasks import restored_task, tell_owner, withdrawn_note, withdrawn_task, words_for_owner
from app.hand_ins.stopping import stop_letters
from app.mail.links import token_of
from app.matches.withdrawn_needs import end_matches
from app.needs import use_cases as needs
from models.actions import NeedAction, allows
from models.base import require_version
from models.clock import day_of, now, today
from models.hand_ins import WAITING_FOR_US, HandIn, HandInPurpose, HandInState
from models.need_layers import layers_digest, layers_of
from models.needs import Need, NeedStatus
from models.working_days import working_days_after

OWN, RESTORE = HandInPurpose.OWN, HandInPurpose.RESTORE


def withdraw(session: Session, post: Post, *, token: str, version: int | None) -> str | None:
    """Withdraw what was handed in, and the need that it has become; return the token that takes it back.

    None for a link that is over. No earlier link opens anything any longer, nothing is asked, letters that have not
    gone never go, and the need's matches are closed. Whoever is responsible for it gets a task.
    """
    found = find_by_link(session, token, OWN)
    if found is None:
        return None
    if found.need is not None:
        end_matches(session, found.need.id, note=words_for_owner(session, found.need, withdrawn_note))
    stop_letters(session, found.id)
    found = find_by_link(session, token, OWN)
    if found is None:
        return None
    require_version(found, version)
    # Links before what they open, as when one is used up.
    end_links(session, found)
    found.state_before, found.state, found.withdrawn_at = found.state, HandInState.WITHDRAWN, now()
    found.proposed_layers = found.layers_asked_at = found.need_before = None
    if found.need is not None and allows(found.need.status, NeedAction.WITHDRAW):
        found.need_before = found.need.status
        needs.withdraw(session, need=found.need, version=found.need.version)
        tell_owner(session, found.need, withdrawn_task)
    seed = letters.send(session, post, hand_in=found, words=words.withdrawn, purpose=RESTORE)
    session.flush()
    return token_of(seed, post.secret)


def restore(session: Session, post: Post, *, token: str, version: int | None) -> str | None:
    """Take a withdrawal back; return the token of the page, None for a link that is over.

    The need is what it was before; one that the office had closed itself stays closed. Its matches stay closed, too:
    whoever is responsible gets a task.
    """
    found = find_by_link(session, token, RESTORE)
    if found is None or found.state_before is None:
        return None
    require_version(found, version)
    if not use_link(session, token, RESTORE):
        return None
    found.state, found.state_before, found.withdrawn_at = found.state_before, None, None
    if found.state in WAITING_FOR_US:
        found.answer_by = working_days_after(day_of(now()), ANSWER_WORKING_DAYS)
    was, found.need_before = found.need_before, None
    session.flush()
    if found.need is not None and was is not None and found.need.status is NeedStatus.WITHDRAWN:
        _open_again(session, found, found.need, was)
        tell_owner(session, found.need, restored_task)
    seed = letters.send(session, post, hand_in=found, words=words.restored, purpose=OWN)
    session.flush()
    return token_of(seed, post.secret)


def _open_again(session: Session, found: HandIn, need: Need, was: NeedStatus) -> None:
    """Put a need back among the open ones, or among the drafts where it was one or its texts are not agreed to."""
    if was is NeedStatus.OPEN and found.layers_agreed == layers_digest(layers_of(need)):
        needs.reopen(session, need=need, on=today(), version=need.version)
    else:
        need.status = NeedStatus.DRAFT
