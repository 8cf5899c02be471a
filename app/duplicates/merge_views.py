"""Two records side by side, becoming one by choice, and parted again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.companies.counted_companies import counted_company_ids
from app.companies.names import KIND_NAMES
from app.companies.queries import get_company
from app.duplicates import names, parting, queries, use_cases
from app.duplicates.blueprint import bp
from app.duplicates.fields import FIELDS, ChosenField, MergeSide
from app.duplicates.forms import MERGE_FORMS, MergeForm, PartForm
from app.duplicates.moving import YEARS, Moving
from app.duplicates.references import count_references
from app.likeness.facts import RecordKind
from app.likeness.words import REASON_NAMES
from app.people.queries import get_person
from app.programmes.current import find_current
from app.storage.database import db_session
from app.web.sign_in import current_actor
from app.web.undo import flash_undo
from models.clock import today
from models.errors import MergedRecordError, StaleRecordError
from models.organisations import Company
from models.people import Person


@dataclass(frozen=True, slots=True)
class FactOfBoth:
    """A fact of both records as it is shown, whose stands, and whether somebody changed it since the last look."""

    field: ChosenField
    goes: str
    stays: str
    chosen: MergeSide
    is_changed: bool

    @property
    def differs(self) -> bool:
        """Tell whether there is anything to choose."""
        return self.goes != self.stays


@bp.route("/companies/<int:company_id>/merge/<int:other_id>", methods=["GET", "POST"])
@bp.route("/people/<int:person_id>/merge/<int:other_id>", methods=["GET", "POST"])
def merge(other_id: int, company_id: int | None = None, person_id: int | None = None) -> ResponseReturnValue:
    """Show two records side by side with what would move, and make them one as chosen."""
    kind = RecordKind.PERSON if company_id is None else RecordKind.COMPANY
    goes_id, stays_id = sorted((company_id or person_id or 0, other_id))
    if goes_id == stays_id:
        return redirect(_page_of(kind, _get(kind, stays_id).id))
    form = MERGE_FORMS[kind]()
    try:
        stays, goes = _get(kind, stays_id), _get(kind, goes_id)
    except MergedRecordError as error:
        flash(_("They are one already."))
        return redirect(_page_of(kind, error.into))
    if not form.validate_on_submit():
        return _pair_page(form, kind, stays, goes), form.status
    choices = {field.name: form.side(field, stays, goes, _fuller(kind, stays_id, goes_id)) for field in FIELDS[kind]}
    try:
        done = use_cases.merge(
            db_session(),
            actor=current_actor(),
            kind=kind,
            stays_id=stays_id,
            goes_id=goes_id,
            versions=form.versions,
            choices=choices,
            years_of_goer=form.years_of_goer,
        )
    except StaleRecordError:
        db_session().rollback()
        return _pair_page(form, kind, _get(kind, stays_id), _get(kind, goes_id), is_stale=True), 409
    undo, mark = url_for(".undo", merge_id=done.id), done.mark
    db_session().commit()
    flash_undo(_("They are one now. It can be undone for 30 days."), undo, of=mark)
    return redirect(_page_of(kind, stays_id))


@bp.get("/merges/<int:merge_id>")
def merged(merge_id: int) -> ResponseReturnValue:
    """Show a merge and what undoing it would leave as it is now."""
    return _merged_page(merge_id), 200


@bp.post("/merges/<int:merge_id>/undo")
def undo(merge_id: int) -> ResponseReturnValue:
    """Part two records again; where something was changed since, it is shown first, and stays as it is."""
    form = PartForm()
    form.validate_on_submit()
    done = queries.get_merge(db_session(), current_actor(), merge_id)
    kind, gone = parting.kind_of(done), done.gone_id
    if form.of.data != done.mark:
        raise StaleRecordError
    try:
        parting.part(db_session(), merge=done, seen=form.seen.data)
    except StaleRecordError:
        db_session().rollback()
        return _merged_page(merge_id), 409
    db_session().commit()
    flash(_("They are two again."), "success")
    return redirect(_page_of(kind, gone))


def _get(kind: RecordKind, number: int) -> Company | Person:
    get: Any = get_company if kind is RecordKind.COMPANY else get_person
    record: Company | Person = get(db_session(), current_actor(), number)
    return record


def _page_of(kind: RecordKind, number: int) -> str:
    if kind is RecordKind.COMPANY:
        return url_for("companies.show", company_id=number)
    return url_for("people.show", person_id=number)


def _fuller(kind: RecordKind, stays: int, goes: int) -> MergeSide:
    """Return the record that more refers to: its facts are those that have been worked with."""
    session = db_session()

    def weight(number: int) -> int:
        return sum(count_references(session, kind, number))

    return MergeSide.GOES if weight(goes) > weight(stays) else MergeSide.STAYS


def _pair_page(
    form: MergeForm, kind: RecordKind, stays: Company | Person, goes: Company | Person, *, is_stale: bool = False
) -> str:
    session, fuller = db_session(), _fuller(kind, stays.id, goes.id)
    changed = form.show(kind, stays, goes)
    owners = queries.names_of(session, [getattr(each, "owner_id", None) or 0 for each in (stays, goes)])
    facts = [
        FactOfBoth(
            field,
            _shown(field, goes, owners),
            _shown(field, stays, owners),
            form.side(field, stays, goes, fuller),
            field.name in changed,
        )
        for field in FIELDS[kind]
    ]
    moves = queries.what_moves(session, kind, stays=stays.id, goes=goes.id)
    both = {stays.id, goes.id}
    return render_template(
        "duplicates/merge.html",
        form=form,
        kind=kind,
        goes=goes,
        stays=stays,
        facts=facts,
        moves=[each for each in moves if names.REFERENCE_NAMES[each.reference.name]],
        years=_years(moves),
        fuller=fuller.value,
        along=queries.comes_along(session, goes.id) if kind is RecordKind.COMPANY else {},
        both_count=kind is RecordKind.COMPANY
        and both <= set(counted_company_ids(session, find_current(), today=today())),
        numbers=[n for each in (stays, goes) if (n := getattr(each, "report_number", None))],
        pair=queries.find_pair(session, kind, *both),
        is_stale=is_stale,
        names=names,
        reasons=REASON_NAMES,
        page_of=_page_of,
    )


def _years(moves: list[Moving]) -> bool:
    return any(each.reference.name == YEARS and each.clashes for each in moves)


def _shown(field: ChosenField, record: Company | Person, owners: dict[int, str]) -> str:
    value = getattr(record, field.name)
    if field.name == "org_number" and isinstance(record, Company):
        return ", ".join((record.shown_org_number or _("Not known"), str(dict(KIND_NAMES)[record.kind])))
    return owners.get(value, "") if field.name == "owner_id" else str(value or "")


def _merged_page(merge_id: int) -> str:
    done = queries.get_merge(db_session(), current_actor(), merge_id)
    kept, kind = parting.kept_of(done), parting.kind_of(done)
    into = _get(kind, parting.into_id(done))
    conflicts = parting.find_conflicts(db_session(), done)
    return render_template(
        "duplicates/merged.html",
        merge=done,
        kind=kind,
        into=into,
        gone_name=kept["gone"]["name"],
        conflicts=conflicts,
        names=names,
        back=_page_of(kind, into.id),
    )
