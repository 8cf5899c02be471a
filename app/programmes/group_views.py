"""Pages about the areas and regions of a programme: which there are, who stands in none, and choosing for a company."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.programmes import group_queries as queries
from app.programmes import group_use_cases as use_cases
from app.programmes.blueprint import bp
from app.programmes.group_forms import DIMENSION_NAMES, ChooseGroupsForm, GroupForm, NewGroupForm
from app.programmes.queries import get_programme
from app.storage.database import db_session
from app.storage.listing import read_page
from app.web.forms.base import leads_to, shown_version
from app.web.forms.conflict import conflict_page
from app.web.i18n import named
from app.web.sign_in import current_actor
from models.clock import today
from models.dimensions import Dimension, ProgrammeGroup
from models.errors import StaleRecordError
from models.programmes import Programme

# So many are shown at once: of those who stand in no group the rest come as these are chosen.
_SHOWN = 50


@bp.get("/programmes/<code>/groups")
def groups(code: str) -> str:
    """Show a programme's areas and regions with how many stand in each, whose is to be chosen, and who has one."""
    programme = get_programme(db_session(), code)
    grouped = queries.list_grouped(db_session(), programme, today=today())
    counts = queries.count_in_groups(grouped)
    found = queries.list_groups(db_session(), programme=programme)
    missing = [each for each in grouped if each.missing]
    placed = [each for each in grouped if each.groups and not each.missing]
    page = min(read_page(request.args), max(1, -(-len(placed) // _SHOWN)))
    return render_template(
        "programmes/groups.html",
        programme=programme,
        names=DIMENSION_NAMES,
        groups=sorted(found, key=lambda each: (each.retired_at is not None, -counts[each.id], named(each))),
        counts=counts,
        missing=missing[:_SHOWN],
        missing_count=len(missing),
        placed=placed[(page - 1) * _SHOWN : page * _SHOWN],
        placed_count=len(placed),
        page=page,
        per_page=_SHOWN,
        called={each.id: named(each) for each in found},
        used=queries.list_used(db_session()),
    )


@bp.route("/programmes/<code>/groups/new", methods=["GET", "POST"])
def new_group(code: str) -> ResponseReturnValue:
    """Add an area or a region to a programme."""
    programme = get_programme(db_session(), code)
    form = NewGroupForm()
    form.others = queries.list_groups(db_session(), programme=programme)
    if form.validate_on_submit() and form.is_first():
        made = use_cases.add_group(db_session(), programme=programme, command=form.to_command())
        page = leads_to(url_for(".groups", code=code))
        db_session().commit()
        flash(_("%(name)s is offered from now on.", name=named(made)), "success")
        return redirect(page)
    return render_template("programmes/group.html", programme=programme, form=form, group=None), form.status


@bp.route("/programmes/<code>/groups/<int:group_id>/edit", methods=["GET", "POST"])
def edit_group(code: str, group_id: int) -> ResponseReturnValue:
    """Rename an area or a region; what is frozen keeps the name it had."""
    programme = get_programme(db_session(), code)
    group = queries.get_group(db_session(), programme, group_id)
    form = _form_of(programme, group)
    if form.validate_on_submit():
        try:
            use_cases.rename_group(db_session(), group=group, command=form.to_command(), version=form.shown_version)
        except StaleRecordError:

            def saved() -> GroupForm:
                now = get_programme(db_session(), code)
                return _form_of(now, queries.get_group(db_session(), now, group_id), formdata=None)

            return conflict_page(form, saved, back=url_for(".groups", code=code))
        db_session().commit()
        flash(_("%(name)s is saved.", name=named(group)), "success")
        return redirect(url_for(".groups", code=code))
    return render_template("programmes/group.html", programme=programme, form=form, group=group), form.status


@bp.post("/programmes/<code>/groups/<int:group_id>/retire")
def retire_group(code: str, group_id: int) -> ResponseReturnValue:
    """Offer an area or a region no longer; one that was never chosen is removed."""
    programme = get_programme(db_session(), code)
    stays = use_cases.retire_group(db_session(), programme=programme, group_id=group_id, version=shown_version())
    db_session().commit()
    flash(_("It is no longer offered, and stands where it was chosen.") if stays else _("It is removed."), "success")
    return redirect(url_for(".groups", code=code))


@bp.post("/programmes/<code>/groups/<int:group_id>/take-up")
def take_up_group(code: str, group_id: int) -> ResponseReturnValue:
    """Offer a retired area or region again."""
    programme = get_programme(db_session(), code)
    use_cases.take_up_group(db_session(), programme=programme, group_id=group_id, version=shown_version())
    db_session().commit()
    flash(_("It is offered again."), "success")
    return redirect(url_for(".groups", code=code))


@bp.route("/programmes/<code>/groups/companies/<int:company_id>", methods=["GET", "POST"])
def choose_groups(code: str, company_id: int) -> ResponseReturnValue:
    """Choose to which area and region of a programme a company belongs."""
    programme = get_programme(db_session(), code)
    company = queries.get_company(db_session(), current_actor(), company_id)
    form = _choosing(programme, company_id)
    back = url_for(".groups", code=code)
    if form.validate_on_submit() and form.is_first():
        try:
            use_cases.choose_groups(
                db_session(),
                company=company,
                programme=programme,
                chosen=form.to_command(),
                version=form.shown_version,
            )
        except StaleRecordError:
            return conflict_page(
                form,
                lambda: _choosing(get_programme(db_session(), code), company_id, formdata=None),
                back=back,
            )
        page = leads_to(back)
        db_session().commit()
        flash(_("The choice for %(name)s is saved.", name=company.name), "success")
        return redirect(page)
    return render_template("programmes/choose_groups.html", programme=programme, company=company, form=form), (
        form.status
    )


def _form_of(programme: Programme, group: ProgrammeGroup, **kwargs: Any) -> GroupForm:
    form = GroupForm(obj=group, **kwargs)
    form.is_one = group.dimension
    form.others = [each for each in queries.list_groups(db_session(), programme=programme) if each is not group]
    return form


def _choosing(programme: Programme, company_id: int, **kwargs: Any) -> ChooseGroupsForm:
    company = queries.get_company(db_session(), current_actor(), company_id)
    form = ChooseGroupsForm(obj=queries.find_chosen(db_session(), company, programme), **kwargs)
    offered = queries.list_groups(db_session(), programme=programme)
    for field, dimension in ((form.area_id, Dimension.AREA), (form.region_id, Dimension.REGION)):
        # One that was chosen before it was retired keeps its name.
        field.offer(
            (each.id, named(each))
            for each in offered
            if each.dimension is dimension and (each.retired_at is None or str(each.id) == str(field.object_data))
        )
    return form
