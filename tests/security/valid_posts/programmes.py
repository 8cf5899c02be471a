"""The success cases of areas and regions of programmes."""

from __future__ import annotations

import sqlalchemy as sa

from models.clock import now
from models.dimensions import CompanyGroups, ProgrammeGroup
from models.programmes import Programme
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, Typed, case


def _programme(stage: Setting) -> Programme:
    found = stage.session.scalars(sa.select(Programme)).first()
    return found or stage.add(factories.programme())


@case("programmes.new_group")
def _(stage: Setting) -> Attempt:
    name, programme = f"Livsmedel {stage.number}", _programme(stage)
    typed: Typed = {"dimension": "area", "name_sv": name, "name_en": f"{name} (food)"}
    return Attempt(
        f"/programmes/{programme.code}/groups/new",
        lambda: stage.one(ProgrammeGroup, ProgrammeGroup.name_sv == name) is not None,
        typed,
        shown=name,
    )


@case("programmes.edit_group")
def _(stage: Setting) -> Attempt:
    programme = _programme(stage)
    group = stage.add(factories.programme_group(programme))
    before, name = group.name_sv, f"Energi {stage.number}"
    there = f"/programmes/{programme.code}/groups/{group.id}/edit"
    return Attempt(
        there,
        lambda: stage.fresh(group).name_sv == name and before in (group.earlier_names or ()),
        {"name_sv": name},
        shown=name,
    )


@case("programmes.retire_group")
def _(stage: Setting) -> Attempt:
    programme = _programme(stage)
    group = stage.add(factories.programme_group(programme))
    stage.add(CompanyGroups(company_id=stage.need().company_id, programme_id=programme.id, area_id=group.id))
    there = f"/programmes/{programme.code}/groups"
    return Attempt(
        there,
        lambda: stage.fresh(group).retired_at is not None,
        {"version": str(group.version)},
        action=f"{there}/{group.id}/retire",
    )


@case("programmes.take_up_group")
def _(stage: Setting) -> Attempt:
    programme = _programme(stage)
    group = stage.add(factories.programme_group(programme, retired_at=now()))
    there = f"/programmes/{programme.code}/groups"
    return Attempt(
        there,
        lambda: stage.fresh(group).retired_at is None,
        {"version": str(group.version)},
        action=f"{there}/{group.id}/take-up",
    )


@case("programmes.choose_groups")
def _(stage: Setting) -> Attempt:
    programme, company_id = _programme(stage), stage.need().company_id
    group = stage.add(factories.programme_group(programme))
    return Attempt(
        f"/programmes/{programme.code}/groups/companies/{company_id}",
        lambda: (
            (found := stage.one(CompanyGroups, CompanyGroups.company_id == company_id)) is not None
            and found.area_id == group.id
        ),
        {"area_id": str(group.id)},
    )
