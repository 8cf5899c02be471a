"""The demo needs that invented companies have handed in themselves, so that the office has something to answer."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import User
from models.clock import day_of
from models.hand_ins import HandIn, HandInQuestion, HandInState
from models.vocabulary import Language
from models.working_days import working_days_after
from seeds.demo.calendar import Calendar
from seeds.files import read_rows
from seeds.report import SeedReport

_TEXTS = ("title", "text", "infrastructure_text", "public_text", "decline_reason")
_SENDER = ("company_name", "contact_name", "contact_email")
_PROMISED = 5  # working days, as `ANSWER_WORKING_DAYS` of the application
_AGREED = {
    Language.SV: "Ni sparar det vi har skrivit och kontaktar oss om det.",
    Language.EN: "You keep what we have written and contact us about it.",
}


def load_hand_ins(session: Session, calendar: Calendar, consultant: User, report: SeedReport) -> None:
    """Add the demo needs that were handed in and are missing, known by the address of who did."""
    known = set(session.scalars(sa.select(HandIn.contact_email).where(HandIn.is_demo)))
    for row in read_rows("demo/hand_ins", "hand_ins"):
        if row["contact_email"] in known:
            continue
        came, state = calendar.moment(row["ago"]), HandInState(row["state"])
        language = Language(row.get("language", "sv"))
        made = HandIn(
            **{name: row.get(name) for name in (*_TEXTS, *_SENDER)},
            language=language,
            state=state,
            agreed_at=came,
            agreed_text=_AGREED[language],
            secrecy_asked_at=came,
            confirmed_at=came,
            answer_by=working_days_after(day_of(came), _PROMISED),
            owner_id=None if state is HandInState.RECEIVED else consultant.id,
            decided_at=came + timedelta(days=2) if state is HandInState.DECLINED else None,
            created_at=came,
            updated_at=came,
            is_demo=True,
        )
        if "question" in row:
            made.questions = [HandInQuestion(text=row["question"], by_id=consultant.id, asked_at=came)]
        session.add(made)
        report.count("hand_ins")
    session.flush()
