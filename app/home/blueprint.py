"""The blueprint that all pages of the room belong to."""

from flask import Blueprint

bp = Blueprint("home", __name__)
