"""The engine is built in a process that copies are made of: it must not have encoded anything there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.matchmaking import background, built_engine, matchmaker
from matching.arrays import FloatArray
from matching.embeddings.encoders import Kind
from tests import factories


class _Watched:
    """An encoder that keeps what it was asked to encode."""

    name, version, dimension = "watched", "1", 4

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], kind: Kind) -> FloatArray:
        """Give every text the same vector."""
        self.asked += texts
        return np.full((len(texts), self.dimension), 0.5, dtype=np.float32)


def test_nothing_is_encoded_before_copies_are_made_and_afterwards_what_needs_are_ranked_by_comes_first(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = _Watched()
    monkeypatch.setattr(built_engine, "encoder_named", lambda _setting: watched)
    session.add(factories.capability(factories.infrastructure()))
    session.add(factories.need(factories.company(), title="Mäta bindning"))
    session.commit()
    with app.app_context():
        assert not background().has_built
        background().build_for_copies()
        assert background().has_built
        assert watched.asked == []
        assert matchmaker().waits_for_texts
        background().start()
        background().wait()
        assert matchmaker().state().encoder is not None
        of_need = [place for place, text in enumerate(watched.asked) if "Mäta bindning" in text]
        assert min(of_need) > 0, "A need's texts come after those that it is ranked by."
        assert len(watched.asked) == max(of_need) + 1
