"""What may be said of an error in a log: which it was and where, never what somebody had typed."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import StatementError

# Of the statement, and of a text that was to be read as a search: then the message holds that text.
_SYNTAX: Final = "42601"


def describe(error: BaseException) -> str:
    """Return an error with its causes and the lines it came through; messages are left out, they quote values."""
    return "\n".join(_told(error))


def _told(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and cause is not error:
        yield from _told(cause)
        yield "which led to"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
    yield f"{type(error).__module__}.{type(error).__qualname__}"


def hide_values(engine: sa.Engine) -> None:
    """See to it that no error of a database quotes a value: PostgreSQL's own messages hold whole rows."""
    sa.event.listen(engine, "handle_error", _leave_values_out)


def _leave_values_out(context: ExceptionContext) -> None:
    error = context.original_exception
    state = getattr(error, "sqlstate", None)
    if state is None or (state.startswith("42") and state != _SYNTAX):
        # SQLite names columns only, a server that does not answer knows no values, and class 42 is about the statement.
        return
    told = getattr(error, "diag", None)
    parts = [getattr(told, name, None) for name in ("table_name", "column_name", "constraint_name")]
    error.args = (" ".join(str(part) for part in (state, *parts) if part),)
    if isinstance(context.sqlalchemy_exception, StatementError):
        name = type(error).__name__
        context.sqlalchemy_exception.args = (f"({type(error).__module__}.{name}) {error.args[0]}",)
