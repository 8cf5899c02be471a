"""Pages about uses."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("uses", __name__)
