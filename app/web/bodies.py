"""What a request may carry: forms of strings, and nothing else; refused before anything of it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import Flask, Request, abort, request
from werkzeug.formparser import FormDataParser

from app.limits import FILE_REQUEST_BYTES, IMPORT_REQUEST_BYTES

# The two ways in which browsers send forms. JSON and everything else is a 415: no page asks for it.
FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
# Endpoints whose form has a field for files, and how large their requests may be, in bytes. A file sent to any other is
# a 400.
TAKE_FILES: Mapping[str, int] = {
    "imports.new": IMPORT_REQUEST_BYTES,
    "imports.sign_up": IMPORT_REQUEST_BYTES,
    "files.new": FILE_REQUEST_BYTES,
    "files.new_for_infrastructure": FILE_REQUEST_BYTES,
    "hand_ins.add_file": FILE_REQUEST_BYTES,
}
# What the field is called: a file in the place of a text reaches no form.
FILE_FIELD: Final = "file"
# Endpoints behind a button alone, with no form to refuse keys that nobody reads: the forgery token is all they take.
TAKE_NOTHING: frozenset[str] = frozenset(
    {
        "accounts.invite",
        "accounts.sign_out",
        "vocabulary.go_on_encoding",
        "jobs.ask",
        "vocabulary.pause_encoding",
        "vocabulary.remove_term",
        "companies.withdraw_declaration",
        "matches.shortlist",
        "needs.unwatch",
        "needs.watch",
        "ranking.retrain",
        "ranking.undo",
        "ranking.use",
        "tags.put_on_again",
        "tags.take_off",
    }
)
_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})


class FormRequest(Request):
    """A request whose body is a form or nothing: it is never read as JSON, and a broken form is no empty one."""

    def make_form_data_parser(self) -> FormDataParser:
        """Return the parser of forms, which raises ValueError for a body that is no form."""
        parser = super().make_form_data_parser()
        parser.silent = False
        return parser


def guard_bodies(app: Flask) -> None:
    """Refuse bodies that are no forms; to be called before anything else that reads them, such as the token's check."""
    app.request_class = FormRequest
    app.before_request(_require_form)


def _require_form() -> None:
    if request.method in _WITHOUT_BODY:
        return
    carries_something = bool(request.content_length) or "Transfer-Encoding" in request.headers
    if request.mimetype not in FORM_TYPES and (request.mimetype or carries_something):
        abort(415)
    if largest := TAKE_FILES.get(request.endpoint or ""):
        request.max_content_length = largest
    try:
        files = request.files
    except ValueError:
        abort(400)
    # A part without a name is keyed by None, which nothing that reads names can take.
    is_nameless = None in request.form or None in files
    is_misplaced = bool(files) and (request.endpoint not in TAKE_FILES or set(files) != {FILE_FIELD})
    if is_nameless or is_misplaced or _names_something_twice():
        abort(400)
    if request.endpoint in TAKE_NOTHING and set(request.form) - {"csrf_token"}:
        abort(400)


def _names_something_twice() -> bool:
    """Tell whether the address of what is sent names a thing twice, so that two readers could differ about it."""
    return any(len(values) > 1 for _name, values in request.args.lists())
