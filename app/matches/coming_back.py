"""Where somebody goes on to after a step: to the match, or back to the board that the step was begun on."""

from __future__ import annotations

from flask import request, url_for

from app.addresses import local_address


def board_asked_for() -> str | None:
    """Return the address of the board that this request came from, with its filter; None for any other page."""
    back = local_address(request.args.get("back"))
    return back if back and back.partition("?")[0] == url_for("matches.board") else None


def coming_back(match_id: int) -> str:
    """Return the board's address, at the match's card, or that of the match's page."""
    board = board_asked_for()
    return f"{board}#match-{match_id}" if board else url_for("matches.show", match_id=match_id)
