"""The success cases of tags."""

from __future__ import annotations

from models.clock import now
from models.organisations import Company
from models.tags import Tag, Tagging
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, Typed, case


def _tagged(stage: Setting) -> tuple[Company, Tag]:
    company, tag = stage.add(factories.company()), stage.add(factories.tag(name=f"Etikett {stage.number}"))
    stage.add(factories.tagging(tag, company))
    return company, tag


def _stands(stage: Setting, company: Company, tag: Tag) -> bool:
    return stage.one(Tagging, Tagging.company_id == company.id, Tagging.tag_id == tag.id) is not None


@case("tags.put_on")
def _(stage: Setting) -> Attempt:
    company, name = stage.add(factories.company()), f"Mässan {stage.number}"
    return Attempt(
        f"/companies/{company.id}",
        lambda: (tag := stage.one(Tag, Tag.name == name)) is not None and _stands(stage, company, tag),
        {"name": name},
        action=f"/companies/{company.id}/tags/new",
        shown=name,
    )


@case("tags.take_off")
def _(stage: Setting) -> Attempt:
    company, tag = _tagged(stage)
    page = f"/companies/{company.id}"
    return Attempt(page, lambda: not _stands(stage, company, tag), action=f"{page}/tags/{tag.id}/take-off")


@case("tags.put_on_again")
def _(stage: Setting) -> Attempt:
    company, tag = stage.add(factories.company()), stage.add(factories.tag())
    page = f"/companies/{company.id}"
    return Attempt(page, lambda: _stands(stage, company, tag), action=f"{page}/tags/{tag.id}/put-back", shown=tag.name)


@case("tags.edit")
def _(stage: Setting) -> Attempt:
    tag, name = stage.add(factories.tag()), f"Nytt namn {stage.number}"
    return Attempt(f"/tags/{tag.id}/edit", lambda: stage.fresh(tag).name == name, {"name": name}, shown=name)


@case("tags.remove")
def _(stage: Setting) -> Attempt:
    tag = stage.add(factories.tag())
    return Attempt("/tags", lambda: stage.fresh(tag).taken_back_at is not None, action=f"/tags/{tag.id}/remove")


@case("tags.put_back")
def _(stage: Setting) -> Attempt:
    tag = stage.add(factories.tag(taken_back_at=now()))
    typed: Typed = {"version": str(tag.version)}
    path = f"/tags/{tag.id}/put-back"
    return Attempt("/tags", lambda: stage.fresh(tag).taken_back_at is None, typed, path, shown=tag.name)
