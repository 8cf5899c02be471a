"""The success cases of vocabulary."""

from __future__ import annotations

import sqlalchemy as sa

from models.engine_state import EncodingJob
from models.vocabulary import Language, Term, TermKind
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, case


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
