"""The success cases of letters' texts."""

from __future__ import annotations

import sqlalchemy as sa

from models.letter_templates import LetterKind, LetterTemplate
from models.vocabulary import Language
from tests.security.valid_posts.setting import Attempt, Setting, case


def _own(stage: Setting, language: Language, *, in_use: bool) -> LetterTemplate:
    """Return the one text of a letter in a language, made anew where there is none."""
    kind = LetterKind.DECLINED
    own = stage.one(LetterTemplate, LetterTemplate.kind == kind, LetterTemplate.language == language)
    own = own or LetterTemplate(kind=kind, language=language, subject="Ett svar", body="Se {länk}")
    own.in_use = in_use
    return stage.add(own)


@case("letters.edit")
def _(stage: Setting) -> Attempt:
    subject = f"Ett svar {stage.number}"
    kept = sa.delete(LetterTemplate).where(LetterTemplate.kind == LetterKind.ACCEPTED)
    stage.session.execute(kept)
    stage.session.commit()
    return Attempt(
        "/letters/accepted/sv",
        lambda: stage.one(LetterTemplate, LetterTemplate.subject == subject) is not None,
        {"subject": subject},
    )


@case("letters.use_original")
def _(stage: Setting) -> Attempt:
    own = _own(stage, Language.SV, in_use=True)
    page = "/letters/declined/sv"
    return Attempt(page, lambda: not stage.fresh(own).in_use, action=f"{page}/original")


@case("letters.use_own")
def _(stage: Setting) -> Attempt:
    own = _own(stage, Language.EN, in_use=False)
    page = "/letters/declined/en"
    return Attempt(page, lambda: stage.fresh(own).in_use, action=f"{page}/own")
