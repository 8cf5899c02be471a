"""The address of a record that has become one with another leads on to the same page of that one."""

from __future__ import annotations

from http import HTTPStatus

from flask import redirect, request, url_for
from werkzeug import Response

from app.web.asked import asked
from models.errors import MergedRecordError


def lead_on(error: MergedRecordError) -> Response | None:
    """Lead to the same page of what a merged record became, with what was sent: a form is then compared there.

    None where the address names the record nowhere.
    """
    views = request.view_args or {}
    named = {key: error.into for key, value in views.items() if key == f"{error.kind}_id" and value == error.gone}
    of_goer = [key for key, values in asked().items() if key == error.kind and values == [str(error.gone)]]
    if not (named or of_goer):
        return None
    there = url_for(str(request.endpoint), **{**asked(), **dict.fromkeys(of_goer, str(error.into)), **views, **named})
    return redirect(there, HTTPStatus.TEMPORARY_REDIRECT if request.method == "POST" else HTTPStatus.FOUND)
