"""The blueprint that all pages of the room belong to."""

from flask import Blueprint

bp = Blueprint("ranking", __name__, url_prefix="/ranking")
