"""The success cases of several rows at once."""

from __future__ import annotations

from models.batches import Batch, BatchAct
from models.organisations import Company
from models.saved_views import ListKind
from models.tags import Tag, Tagging
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, case


def _page(company: Company, act: str) -> tuple[str, str]:
    """Return where a company is chosen, and where the form on that page goes."""
    return f"/chosen/companies/{act}?row={company.id}", f"/chosen/companies/{act}?back=/companies"


@case("batches.assign")
def _(stage: Setting) -> Attempt:
    company = stage.add(factories.company())
    owner = stage.add(factories.user())
    page, action = _page(company, "owner")
    return Attempt(page, lambda: stage.fresh(company).owner_id == owner.id, {"owner_id": str(owner.id)}, action)


@case("batches.plan")
def _(stage: Setting) -> Attempt:
    match, step = stage.match(), f"Ring {stage.number}"
    page, action = f"/chosen/matches/next-step?row={match.id}", "/chosen/matches/next-step?back=/matches"
    return Attempt(page, lambda: stage.fresh(match).next_step == step, {"next_step": step}, action, shown=step)


@case("batches.put_on")
def _(stage: Setting) -> Attempt:
    company, name = stage.add(factories.company()), f"Flera {stage.number}"
    page, action = _page(company, "tag")
    return Attempt(page, lambda: stage.one(Tag, Tag.name == name) is not None, {"name": name}, action, shown=name)


@case("batches.take_off")
def _(stage: Setting) -> Attempt:
    company, tag = stage.add(factories.company()), stage.add(factories.tag(name=f"Flera av {stage.number}"))
    stage.add(factories.tagging(tag, company))
    page, action = _page(company, "tag-off")
    gone = Tagging.tag_id == tag.id
    return Attempt(page, lambda: stage.one(Tagging, gone) is None, {"tag_id": str(tag.id)}, action)


@case("batches.undo")
def _(stage: Setting) -> Attempt:
    owner = stage.add(factories.user())
    company = stage.add(factories.company(owner_id=owner.id))
    made = {"id": company.id, "created_at": company.created_at.isoformat()}
    before, after = ({str(company.id): made | {"owner_id": number}} for number in (None, owner.id))
    kept = {"list_kind": ListKind.COMPANIES, "act": BatchAct.ASSIGN, "before": before, "after": after}
    batch = stage.add(Batch(**kept))
    typed: dict[str, str | list[str]] = {"version": str(batch.version)}
    return Attempt("/companies", lambda: stage.fresh(company).owner_id is None, typed, f"/chosen/{batch.id}/undo")
