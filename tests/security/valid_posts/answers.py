"""The success cases of answers."""

from __future__ import annotations

from models.matches import Stage
from models.party_answers import AnswerKind
from models.waiting import WaitingFor
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, Typed, case


@case("answers.show")
def _(stage: Setting) -> Attempt:
    match = stage.match(Stage.INTRODUCED)
    token = f"the token {stage.number} in the letter"
    given = stage.add(factories.party_answer(match.introductions[0], token))
    typed: Typed = {"answer": "yes", "said": "Gärna i december"}
    return Attempt(
        f"/answer/{token}",
        lambda: stage.fresh(given).answer is AnswerKind.YES,
        typed,
        shown="Ditt svar har kommit fram",
    )


@case("answers.own")
def _(stage: Setting) -> Attempt:
    match = stage.match(Stage.INTRODUCED)
    given = stage.add(
        factories.party_answer(match.introductions[0], f"own {stage.number}", party=WaitingFor.INFRASTRUCTURE)
    )
    typed: Typed = {"answer": "question", "said": "När behövs det?"}
    return Attempt(f"/matches/{match.id}/answer", lambda: stage.fresh(given).answer is AnswerKind.QUESTION, typed)
