"""The blueprint that all pages of the room belong to."""

from flask import Blueprint

bp = Blueprint("meetings", __name__)
