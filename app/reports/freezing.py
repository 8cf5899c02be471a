"""Freezing as one job that says how far it is: a small report is waited for, a large one made beside the answers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from typing import Final

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from app.limits import FROZEN_AT_ONCE
from app.programmes.queries import get_programme
from app.reports.files import FILES_WRITTEN, write_files
from app.reports.letters import tell_receivers
from app.reports.month import span_text
from app.reports.report_letter import report_mail
from app.reports.use_cases import MadeReport, keep_report, make_report, require_over
from app.storage.current_jobs import any_wanted, ask_for
from app.storage.database import db_session
from app.storage.work_folder import WorkFolder
from models.accounts import User
from models.clock import today
from models.matches import Match
from models.needs import Need
from models.programmes import FrozenReport, Programme

log = logging.getLogger(__name__)
Tell = Callable[[int, int], None]
FREEZE_JOB: Final = "report"
# Counting, each file, and sealing with the letters.
STEPS: Final = FILES_WRITTEN + 2


def freeze_and_tell(
    session: Session, programme: Programme, first: date, months: int, *, actor: User | None, tell: Tell
) -> FrozenReport:
    """Freeze the report of a month or a quarter with its files and put the letters about it in the outbox.

    `tell` is told how many of how many steps are done. Raises what `make_report` and `keep_report` do.
    """
    made = make_and_tell(session, programme, first, months, tell=tell)
    return keep_and_tell(session, programme, made, actor=actor, tell=tell)


def make_and_tell(session: Session, programme: Programme, first: date, months: int, *, tell: Tell) -> MadeReport:
    """Count the report of a month or a quarter and make its files; nothing is written to the database."""
    require_over(session, programme=programme, month=first, today=today(), months=months)
    tell(0, STEPS)
    return make_report(
        session,
        programme=programme,
        month=first,
        months=months,
        today=today(),
        demo=not current_app.extensions["brygga"].production,
        write_files=lambda report: write_files(
            report, programme, frozen_on=today(), tell=lambda done: tell(1 + done, STEPS)
        ),
    )


def keep_and_tell(
    session: Session, programme: Programme, made: MadeReport, *, actor: User | None, tell: Tell
) -> FrozenReport:
    """Keep a report that was made and put the letters about it in the outbox, for the session to commit."""
    tell(STEPS - 1, STEPS)
    frozen = keep_report(session, actor=actor, programme=programme, made=made)
    tell_receivers(session, programme, frozen, report_mail())
    tell(STEPS, STEPS)
    return frozen


def work_folder(programme: Programme, first: date, months: int) -> WorkFolder:
    """Return where the freezing of a report says how far it is; it lies beside imports, and is cleared as they are."""
    place = f"report-{programme.id}-{span_text(first, months)}"
    return WorkFolder(current_app.extensions["brygga"].import_folder, place)


def is_large(session: Session, programme: Programme) -> bool:
    """Tell whether a programme has so many matches that nobody should wait for its report."""
    matches = sa.select(sa.func.count()).select_from(Match).join(Match.need).where(Need.programme_id == programme.id)
    return (session.scalar(matches) or 0) > FROZEN_AT_ONCE


def freeze_job(programme: Programme, first: date, months: int, actor: User) -> str:
    """Return the name of the job that freezes a report for somebody."""
    return f"{FREEZE_JOB} {programme.code} {first.isoformat()} {months} {actor.id}"


def freeze_beside(programme: Programme, first: date, months: int, actor: User) -> None:
    """Have a report frozen by the runner of jobs, once; the session holds nothing uncommitted."""
    if not is_being_frozen(programme, first, months):
        ask_for(freeze_job(programme, first, months, actor))


def is_being_frozen(programme: Programme, first: date, months: int) -> bool:
    """Tell whether somebody has asked for a report to be frozen, and it is neither done nor given up."""
    return any_wanted(f"{FREEZE_JOB} {programme.code} {first.isoformat()} {months} ")


def freeze_asked(code: str, first: str, months: str, actor_id: str) -> None:
    """Freeze a report for who asked for it: the job of `freeze_job`."""
    # Links in letters and files are made as they are for a request.
    with current_app.test_request_context():
        session = db_session()
        session.info["actor_id"] = int(actor_id)
        programme, actor = get_programme(session, code), session.get_one(User, int(actor_id))
        day, span = date.fromisoformat(first), int(months)
        folder = work_folder(programme, day, span)
        held = folder.lock()
        try:
            freeze_and_tell(session, programme, day, span, actor=actor, tell=folder.tell)
            session.commit()
        except Exception:
            # Whatever it was, nothing has been frozen; the page says so and offers to try again.
            log.exception("The report %s was not frozen", folder.path.name)
            session.rollback()
        finally:
            if held is not None:
                folder.unlock(held)
