"""What must be known before a use is saved, put on its form."""

from __future__ import annotations

from flask_babel import gettext as _

from app.uses.asking import QuestionError, SameUseError, ShareError, UnapprovedAidError
from app.uses.forms import UseForm
from app.uses.limits import UNLIKELY_SEK
from app.web.i18n import short_number


def put_question(form: UseForm, question: QuestionError) -> None:
    """Ask on the field that takes the answer."""
    if isinstance(question, SameUseError):
        form.same = question.same
        form.is_another.errors = [
            _(
                "A use of the same company and unit on these days is recorded already. "
                "Open it, or mark that it is another."
            )
        ]
    elif isinstance(question, ShareError):
        form.share_agreed_by.errors = [
            _(
                "With this use companies take %(percent)s%% of the unit's capacity in %(year)s. "
                "Say who has decided that.",
                year=question.share.year,
                percent=short_number((question.share.share or 0) * 100, 1),
            )
        ]
    elif isinstance(question, UnapprovedAidError):
        form.unapproved_because.errors = [
            _(
                "The support of this match is aid that is not approved on the first day, so it may not start. "
                "Take its steps first, or write who has decided otherwise and why."
            )
        ]
    else:
        form.is_sure.errors = [
            _(
                "That is more than 24 hours a day, or worth more than %(kronor)s million kronor. "
                "Correct it, or mark that it is right.",
                kronor=UNLIKELY_SEK // 1_000_000,
            )
        ]
