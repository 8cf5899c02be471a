"""Infrastructures: their facts, capabilities and readiness, kept current by their own staff."""

from flask import Flask

from app.infrastructures.freshness import is_stale


def init_infrastructures(app: Flask) -> None:
    """Let templates ask whether the day that facts were confirmed on `is stale`."""
    app.jinja_env.tests["stale"] = is_stale
