"""The success cases of asking units about their facts."""

from __future__ import annotations

import sqlalchemy as sa

from models.clock import today
from models.fact_checks import FactCheck
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, case


@case("fact_checks.show")
def _(stage: Setting) -> Attempt:
    stage.infrastructure.confirmed_on = None
    token = f"the token {stage.number} in the letter"
    stage.add(factories.fact_check(stage.infrastructure, token))
    return Attempt(
        f"/still-right/{token}",
        lambda: stage.fresh(stage.infrastructure).confirmed_on == today(),
        shown="svar har kommit fram",
    )


@case("fact_checks.ask")
def _(stage: Setting) -> Attempt:
    stage.infrastructure.contact_email = "enheten@uni.example"
    stage.session.commit()
    of_it = sa.select(FactCheck).where(FactCheck.infrastructure_id == stage.infrastructure.id)
    return Attempt(
        f"/infrastructures/{stage.infrastructure.id}/ask-facts",
        lambda: stage.session.scalar(of_it) is not None,
        {"language": "sv"},
    )
