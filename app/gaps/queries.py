"""Reads of unmet needs by concept: the office sees every one, the steering group only what many companies ask for.

Nothing here tells whose a need is. A title is public, but together with a rare concept it may give a company away, so
whoever is not of the office is told of a concept only when enough companies ask for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, load_only

from app.folding import fold
from app.limits import FOLDED_UNDER
from app.needs.met import has_state
from app.storage.kept_answers import kept
from models.accounts import User
from models.errors import NotFoundError
from models.infrastructures import Capability, capability_concept
from models.needs import Need, NeedState, NeedStatus, need_concept
from models.vocabulary import Concept


@dataclass(frozen=True, slots=True)
class Gap:
    """A field or a concept that unmet needs name: how many needs and companies, and since when.

    `offered` infrastructures have a capability that names it, or something narrower. A field has its `concepts`.
    """

    key: str
    label_sv: str
    label_en: str
    needs: int
    companies: int
    oldest: date | None
    offered: int
    concepts: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Gaps:
    """How the open needs stand, which always adds up, and what the unmet ones ask for, by field.

    `unnamed` unmet needs name no concept; `folded` fields are asked for by too few companies to be shown.
    """

    by_state: tuple[tuple[NeedState, int], ...]
    fields: tuple[Gap, ...]
    unnamed: int
    folded: int = 0

    @property
    def open(self) -> int:
        """Return how many open needs there are."""
        return sum(count for _state, count in self.by_state)


def get_gaps(session: Session, actor: User) -> Gaps:
    """Return what is missing, the most asked for first."""
    found = kept(session, ("gaps",), lambda: _find(session))
    if actor.role.is_office:
        return found
    asking = kept(session, ("companies by gap",), lambda: _asking(session))
    told, hidden = fold(found.fields, lambda fields: len(frozenset().union(*(asking[each.key] for each in fields))))
    return replace(found, fields=tuple(_with_common(field) for field in told), folded=len(hidden))


def _with_common(field: Gap) -> Gap:
    """Return a field with those of its concepts that enough companies ask for."""
    return replace(field, concepts=tuple(gap for gap in field.concepts if gap.companies >= FOLDED_UNDER))


def _asking(session: Session) -> Mapping[str, frozenset[int]]:
    """Return by the key of a field which companies ask for it in vain."""
    named = sa.select(Concept.category, Need.company_id).join(need_concept, need_concept.c.concept_id == Concept.id)
    rows = session.execute(named.join(Need, Need.id == need_concept.c.need_id).where(*_unmet()).distinct()).all()
    roots: dict[str, str] = {}
    for root in session.execute(_roots()):
        roots.setdefault(root.category, root.key)
    asking: dict[str, set[int]] = {}
    for category, company_id in rows:
        asking.setdefault(roots[category], set()).add(company_id)
    return {key: frozenset(companies) for key, companies in asking.items()}


def get_gap(session: Session, actor: User, key: str) -> Gap:
    """Return the gap of a field or a concept; raises NotFoundError where the actor may be told of none."""
    for field in get_gaps(session, actor).fields:
        for gap in (field, *field.concepts):
            if gap.key == key:
                return gap
    raise NotFoundError


def list_needs_of(session: Session, gap: Gap) -> Sequence[Need]:
    """Return the unmet needs behind a gap, the oldest first, each with what anybody may read of it."""
    named = sa.select(need_concept.c.need_id).join(Concept)
    own = sa.select(Concept.category).where(Concept.key == gap.key, Concept.broader_key.is_(None)).scalar_subquery()
    named = named.where(sa.or_(Concept.key == gap.key, Concept.category == own))
    return _public(session, Need.id.in_(named))


def list_unnamed(session: Session) -> Sequence[Need]:
    """Return the unmet needs that name no concept, the oldest first; for the office, who can name it."""
    return _public(session, ~Need.concepts.any())


def _public(session: Session, condition: sa.ColumnElement[bool]) -> Sequence[Need]:
    return session.scalars(
        sa.select(Need)
        .where(*_unmet(), condition)
        .options(load_only(Need.title, Need.teaser, Need.opened_on, Need.is_demo, raiseload=True))
        .order_by(Need.opened_on, Need.id)
    ).all()


def _unmet() -> tuple[sa.ColumnElement[bool], ...]:
    return Need.status == NeedStatus.OPEN, has_state(NeedState.UNMET)


def _find(session: Session) -> Gaps:
    states = tuple(NeedState)
    counts = session.execute(
        sa.select(*(sa.func.count(sa.case((has_state(state), 1))) for state in states))
        .select_from(Need)
        .where(Need.status == NeedStatus.OPEN)
    ).one()
    unnamed = session.scalar(sa.select(sa.func.count(Need.id)).where(*_unmet(), ~Need.concepts.any())) or 0
    return Gaps(tuple(zip(states, counts, strict=True)), _fields(session), unnamed)


def _fields(session: Session) -> tuple[Gap, ...]:
    concepts = session.execute(_asked(Concept.key, Concept.label_sv, Concept.label_en, Concept.category)).all()
    roots: dict[str, Any] = {}
    for row in session.execute(_roots()):
        roots.setdefault(row.category, row)
    offered = _offered(session)
    within: dict[str, list[Gap]] = {}
    for key, label_sv, label_en, category, needs, companies, oldest in concepts:
        if key != roots[category].key:
            gap = Gap(key, label_sv, label_en, needs, companies, oldest, len(offered.get(key, ())))
            within.setdefault(category, []).append(gap)
    fields = []
    for category, needs, companies, oldest in session.execute(_asked(Concept.category)):
        root, narrow = roots[category], tuple(sorted(within.get(category, ()), key=_by_weight))
        can = len(offered.get(root.key, ()))
        fields.append(Gap(root.key, root.label_sv, root.label_en, needs, companies, oldest, can, narrow))
    return tuple(sorted(fields, key=_by_weight))


def _by_weight(gap: Gap) -> tuple[object, ...]:
    """Return what orders gaps: most companies first, then most needs, those that fewest can do, the oldest."""
    return -gap.companies, -gap.needs, gap.offered, gap.oldest or date.max, gap.key


def _asked(*by: Any) -> sa.Select[Any]:
    """Return the selection of unmet needs counted by columns of their concepts."""
    counted = (
        sa.func.count(Need.id.distinct()),
        sa.func.count(Need.company_id.distinct()),
        sa.func.min(Need.opened_on),
    )
    rows = sa.select(*by, *counted).join(need_concept, need_concept.c.concept_id == Concept.id)
    return rows.join(Need, Need.id == need_concept.c.need_id).where(*_unmet()).group_by(*by)


def _roots() -> sa.Select[str, str, str, str]:
    """Return the selection of concepts with those first that stand for a whole category."""
    concepts = sa.select(Concept.category, Concept.key, Concept.label_sv, Concept.label_en)
    return concepts.order_by(sa.case((Concept.broader_key.is_(None), 0), else_=1), Concept.id)


def _offered(session: Session) -> dict[str, set[int]]:
    """Return by concept the infrastructures with a capability that names it, or something narrower."""
    broader = {row.key: row.broader_key for row in session.execute(sa.select(Concept.key, Concept.broader_key))}
    named = (
        sa.select(Concept.key, Capability.infrastructure_id)
        .join(capability_concept, capability_concept.c.concept_id == Concept.id)
        .join(Capability, Capability.id == capability_concept.c.capability_id)
        .where(Capability.is_active)
        .distinct()
    )
    found: dict[str, set[int]] = {}
    for concept, infrastructure_id in session.execute(named):
        above: str | None = concept
        while above is not None and infrastructure_id not in found.setdefault(above, set()):
            found[above].add(infrastructure_id)
            above = broader.get(above)
    return found
