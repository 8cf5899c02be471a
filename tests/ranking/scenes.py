"""Needs, capabilities, verdicts and sets of weights to rank with."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.ranking.queries import find_active
from app.ranking.ranking_basis import shipped_figures
from matching.learning import refit
from matching.learning.measured_needs import MeasuredNeed
from matching.scoring import parameters as shipped
from matching.scoring.parameters import Parameters
from models.accounts import Role, User
from models.clock import now
from models.infrastructures import Capability
from models.judgements import Judgement, Verdict
from models.matches import CloseReason
from models.needs import Need
from models.ranking import RankingOrigin, RankingParameters
from tests import factories

SUBJECTS = (
    ("Ytplasmonresonans", "Vi mäter hur hårt antikroppar binder."),
    ("Masspektrometri", "Vi väger proteiner och peptider."),
    ("Elektronmikroskopi", "Vi avbildar virus och ytor i hög upplösning."),
    ("Flödescytometri", "Vi räknar och sorterar celler."),
    ("Renrum", "Vi tillverkar sterila läkemedel."),
    ("Sekvensering", "Vi läser arvsmassan hos bakterier."),
)


def catalogue(session: Session) -> list[Capability]:
    """Add a unit with one capability for each subject."""
    infrastructure = factories.infrastructure()
    made = [
        factories.capability(infrastructure, title_sv=title, title_en=title, text_sv=text, text_en="")
        for title, text in SUBJECTS
    ]
    session.add_all([infrastructure, *made])
    session.commit()
    return made


def needs(session: Session, how_many: int = 6, **values: Any) -> list[Need]:
    """Add open needs, one for each subject in turn."""
    company = factories.company()
    made = [
        factories.need(company, **{"teaser": SUBJECTS[number % len(SUBJECTS)][1], **values})
        for number in range(how_many)
    ]
    session.add_all([company, *made])
    session.commit()
    return made


def somebody(session: Session, role: Role = Role.CONSULTANT) -> User:
    """Add a user who has judged."""
    user = factories.user(role=role)
    session.add(user)
    session.commit()
    return user


def judge(
    session: Session,
    need: Need,
    capability: Capability,
    verdict: Verdict,
    *,
    by: User | None = None,
    reason: CloseReason | None = None,
    blind: bool = False,
) -> None:
    """Add a verdict."""
    session.add(
        Judgement(
            need_id=need.id,
            capability_id=capability.id,
            verdict=verdict,
            reason=reason,
            user_id=by.id if by else None,
            blind=blind,
        )
    )
    session.commit()


def judged(session: Session, how_many: int = 6) -> tuple[list[Need], list[Capability]]:
    """Add needs of which each has one capability that fits and two that do not."""
    asked, offered = needs(session, how_many), catalogue(session)
    for number, need in enumerate(asked):
        judge(session, need, offered[number % len(offered)], Verdict.INTRODUCE)
        for step in (1, 2):
            other = offered[(number + step) % len(offered)]
            judge(session, need, other, Verdict.DISMISS, reason=CloseReason.WRONG_METHOD)
    return asked, offered


def halved() -> Parameters:
    """Return the shipped weights at half their size: every score changes, and no order, chance or answer does."""
    ours = shipped.load().without_encoder
    ratio = ours.cut_off / (1 - ours.cut_off) / 2
    return changed(
        {name: weight / 2 for name, weight in ours.weights.items()},
        cut_off=round(ratio / (1 + ratio), 4),
        intercept=ours.intercept + ours.slope * math.log(2),
    )


def hiding() -> Parameters:
    """Return weights that rank as the shipped ones do and call hardly anything suitable."""
    return changed(shipped.load().without_encoder.weights, cut_off=0.9)


def spoilt() -> Parameters:
    """Return weights that hear nothing but tags."""
    return changed({name: float(name == "tags") for name in shipped.load().without_encoder.weights})


def changed(weights: Mapping[str, float], **values: float) -> Parameters:
    """Return the shipped parameters with other weights for ranking without an encoder."""
    ours = shipped.load()
    return replace(ours, without_encoder=replace(ours.without_encoder, weights=weights, **values))


def weights(session: Session, parameters: Parameters, **values: Any) -> RankingParameters:
    """Add a set of weights as a retraining leaves it."""
    measured: Sequence[MeasuredNeed] = ()
    defaults = {
        "origin": RankingOrigin.RETRAINED,
        "engine_version": shipped.load().version,
        "learned_way": "without_encoder",
        "parameters": shipped.to_json(parameters),
        "judgements": 12,
        "figures": refit.figures(parameters, "without_encoder", measured),
    }
    row = RankingParameters(**{**defaults, **values})
    session.add(row)
    session.commit()
    return row


def in_use(session: Session) -> RankingParameters:
    """Return the set of weights in use, recorded as a first start records the shipped one where there is none."""
    found = find_active(session)
    if found is not None:
        return found
    figures, moment = shipped_figures("without_encoder"), now() - timedelta(minutes=1)
    values = {"origin": RankingOrigin.SHIPPED, "figures": figures, "created_at": moment, "active_since": moment}
    return weights(session, shipped.load(), **values)
