"""Turns rows into matching profiles, and keeps the engine in use."""

from __future__ import annotations

from flask import Flask


def init_matchmaking(app: Flask) -> None:
    """Attach the engine to the application."""
