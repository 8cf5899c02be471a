"""Doubles: a pair is decided on, two become one and are two again."""

from __future__ import annotations

from typing import Any

from app.duplicates.fields import FIELDS, MergeSide
from app.duplicates.use_cases import merge
from app.likeness.facts import RecordKind
from models.clock import now
from models.doubles import DoublePair, Merge
from models.organisations import Company
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, case


def _double(stage: Setting, **values: Any) -> DoublePair:
    number = stage.number
    one, other = (stage.add(factories.company(name=f"Fjällglimt{number} AB", org_number=None)) for _ in range(2))
    return stage.add(DoublePair(company_id=one.id, other_company_id=other.id, score=1.0, reasons=["name"], **values))


@case("duplicates.dismiss")
def _(stage: Setting) -> Attempt:
    pair = _double(stage)
    return Attempt(
        "/duplicates", lambda: stage.fresh(pair).decided_at is not None, action=f"/duplicates/{pair.id}/dismiss"
    )


@case("duplicates.reopen")
def _(stage: Setting) -> Attempt:
    pair = _double(stage, decided_at=now())
    return Attempt(
        "/duplicates?show=decided",
        lambda: stage.fresh(pair).decided_at is None,
        action=f"/duplicates/{pair.id}/reopen",
    )


@case("duplicates.merge")
def _(stage: Setting) -> Attempt:
    pair = _double(stage)
    gone = pair.company_id
    return Attempt(
        f"/companies/{gone}/merge/{pair.other_company_id}",
        lambda: stage.one(Merge, Merge.gone_id == gone, Merge.company_id.is_not(None)) is not None,
    )


@case("duplicates.undo")
def _(stage: Setting) -> Attempt:
    pair = _double(stage)
    gone, stays = pair.company_id, pair.other_company_id
    assert gone is not None
    assert stays is not None
    actor = stage.add(factories.user())
    companies = [stage.session.get_one(Company, number) for number in (stays, gone)]
    done = merge(
        stage.session,
        actor=actor,
        kind=RecordKind.COMPANY,
        stays_id=stays,
        goes_id=gone,
        versions=(companies[0].version, companies[1].version),
        choices={each.name: MergeSide.STAYS for each in FIELDS[RecordKind.COMPANY]},
    )
    stage.session.commit()
    return Attempt(
        f"/merges/{done.id}",
        lambda: stage.one(Company, Company.id == gone) is not None,
        action=f"/merges/{done.id}/undo",
    )
