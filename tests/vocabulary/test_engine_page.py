"""The page about the engine says what it works with, and what it works without."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from app import matchmaking
from tests.conftest import Browser


def test_the_page_says_what_hinders_the_language_model(app: Flask, administrator: Browser) -> None:
    assert "Vad som hindrar den" not in administrator.get("/engine").text
    app.extensions["brygga"] = replace(app.extensions["brygga"], encoder="no/such/model")
    matchmaking.attach(app)
    page = administrator.get("/engine").text
    assert "Vad som hindrar den" in page
    assert "no/such/model" in page
