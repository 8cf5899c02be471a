"""The page about the chosen rows of a list: which they are, how each stands, which would stay as they are and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.addresses import local_address
from app.batches import names
from app.batches.forms import ChosenForm, shown_versions
from app.batches.queries import ACTS, TAGGED, Row, list_rows
from app.batches.use_cases import Done, RowsChangedError, ShownRows, stays
from app.companies.list_views import chosen as chosen_companies
from app.infrastructures.list_views import chosen as chosen_infrastructures
from app.limits import CHOSEN_AT_ONCE
from app.matches.list_views import chosen as chosen_matches
from app.needs.list_views import chosen as chosen_needs
from app.saved_views.names import LIST_NAMES
from app.storage.database import db_session
from app.tags.queries import KnownTag, list_names_on
from app.web.chosen_rows import ALL, ROWS, ChosenRows
from app.web.forms.base import leads_to
from app.web.sign_in import current_actor
from models.batches import BatchAct
from models.errors import NotFoundError
from models.saved_views import ListKind

_LISTS: Final[Mapping[ListKind, Callable[[], ChosenRows]]] = {
    ListKind.COMPANIES: chosen_companies,
    ListKind.NEEDS: chosen_needs,
    ListKind.MATCHES: chosen_matches,
    ListKind.INFRASTRUCTURES: chosen_infrastructures,
}


def kind_of(act: BatchAct, list_name: str) -> ListKind:
    """Return the list that an address names; raises NotFoundError where its rows have no such act."""
    if list_name not in set(ListKind) or ListKind(list_name) not in ACTS[act]:
        raise NotFoundError
    return ListKind(list_name)


def address_back(kind: ListKind) -> str:
    """Return the list as it was when its rows were chosen."""
    room = url_for(f"{kind.value}.index")
    if (given := local_address(request.args.get("back"))) is not None:
        return given if given.partition("?")[0] == room else room
    asked = [pair for pair in request.args.items(multi=True) if pair[0] not in (ROWS, ALL, "back") and pair[1]]
    return f"{room}?{urlencode(asked)}" if asked else room


class Chosen:
    """The rows that a form carries, or that the list's own form has just chosen."""

    def __init__(self, act: BatchAct, kind: ListKind, form: ChosenForm) -> None:
        """Read the rows; a form that is sent without any is a 400."""
        self.act, self.kind, self.form = act, kind, form
        self.gone = self.too_many = 0
        self.changed: list[Row] = []
        self.is_refused = False
        versions = form.versions
        if request.method == "POST" and not versions:
            abort(400)
        if versions:
            self.rows = self._load(list(versions))
            self.gone = len(versions) - len(self.rows)
            return
        found = _LISTS[kind]()
        self.gone, self.too_many = found.gone, found.total if found.are_too_many else 0
        self.rows = [] if found.are_too_many else self._load(found.numbers)
        form.choose(shown_versions(self.rows))

    def _load(self, numbers: Sequence[int]) -> list[Row]:
        rows = list_rows(db_session(), current_actor(), self.kind, numbers)
        self.tags: dict[int, list[KnownTag]] = {}
        if self.act in (BatchAct.PUT_ON, BatchAct.TAKE_OFF):
            self.tags = list_names_on(db_session(), current_actor(), TAGGED[self.kind], numbers)
        return rows

    def having(self, tag_id: int) -> int:
        """Return how many of the rows have a tag."""
        return sum(any(tag.id == tag_id for tag in tags) for tags in self.tags.values())

    def answer(
        self, save: Callable[[ShownRows], Done], tell: Callable[[Done], None], **values: Any
    ) -> ResponseReturnValue:
        """Do what the form asks for, and go back to the list; or show the page, also where rows changed meanwhile."""
        session, form = db_session(), self.form
        if form.validate_on_submit() and form.is_first():
            versions = form.versions
            try:
                done = save(ShownRows(self.kind, versions))
            except RowsChangedError as error:
                session.rollback()
                self.is_refused = True
                self.rows = self._load(list(versions))
                self.changed = [row for row in self.rows if row.id in error.numbers]
                self.gone = len(versions) - len(self.rows)
                form.choose(shown_versions(self.rows))
                return self._page(values), 409
            page = leads_to(address_back(self.kind))
            tell(done)
            session.commit()
            return redirect(page)
        return self._page(values), form.status

    def _page(self, values: Mapping[str, Any]) -> str:
        back = address_back(self.kind)
        return render_template(
            "batches/change.html",
            chosen=self,
            form=self.form,
            list_url=back,
            action=url_for(request.endpoint or "", back=back, **(request.view_args or {})),
            staying=[row for row in self.rows if stays(self.act, row)],
            changing=[row for row in self.rows if not stays(self.act, row)],
            names=names,
            list_name=LIST_NAMES[self.kind],
            at_most=CHOSEN_AT_ONCE,
            **{"known": (), **values},
        )
