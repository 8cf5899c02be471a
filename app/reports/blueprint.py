"""The blueprint that all pages of the room belong to."""

from flask import Blueprint

bp = Blueprint("reports", __name__, url_prefix="/reports")
