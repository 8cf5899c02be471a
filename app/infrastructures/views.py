"""Pages about infrastructures."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("infrastructures", __name__)
