"""The success cases of ranking."""

from __future__ import annotations

from models.clock import now
from models.judgements import Judgement
from models.ranking import RankingOrigin, RankingParameters
from tests.ranking import scenes
from tests.security.valid_posts.setting import Attempt, Setting, Typed, case


@case("ranking.retrain")
def _(stage: Setting) -> Attempt:
    scenes.judged(stage.session)
    retrained = RankingParameters.origin == RankingOrigin.RETRAINED
    return Attempt("/ranking", lambda: stage.one(RankingParameters, retrained) is not None, action="/ranking/retrain")


@case("ranking.use")
def _(stage: Setting) -> Attempt:
    scenes.in_use(stage.session)
    row = scenes.weights(stage.session, scenes.halved())
    return Attempt("/ranking", lambda: stage.fresh(row).active_since is not None, action=f"/ranking/{row.id}/use")


@case("ranking.undo")
def _(stage: Setting) -> Attempt:
    shipped = scenes.in_use(stage.session)
    row = scenes.weights(stage.session, scenes.halved(), active_since=shipped.active_since, replaced_id=shipped.id)
    shipped.active_until = now()
    stage.session.commit()
    return Attempt("/ranking", lambda: stage.fresh(row).active_until is not None, action=f"/ranking/{row.id}/undo")


@case("ranking.judge_pair")
def _(stage: Setting) -> Attempt:
    scenes.catalogue(stage.session)
    scenes.needs(stage.session)
    user = stage.user
    assert user is not None
    judged = Judgement.user_id == user.id
    typed: Typed = {"verdict": "introduce"}
    return Attempt("/ranking/judge", lambda: stage.one(Judgement, judged) is not None, typed)
