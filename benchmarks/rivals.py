"""Two common ways of ranking texts, on the same data: bm25s, and scikit-learn's TF-IDF with brute-force cosine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import bm25s
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.features.documents import full_text
from matching.profiles import CapabilityProfile, NeedProfile


def text_of(profile: NeedProfile | CapabilityProfile) -> str:
    """Return all words of a profile."""
    return " ".join([full_text(profile.passages), *profile.tags])


class Bm25:
    """bm25s with its own tokeniser and settings."""

    name = "bm25s"

    def __init__(self, capabilities: Sequence[CapabilityProfile]) -> None:
        self._index: Any = bm25s.BM25()
        self._index.index(self._tokens([text_of(each) for each in capabilities]), show_progress=False)

    def top(self, need: NeedProfile, k: int = 10) -> list[int]:
        """Return the places of the k best capabilities."""
        found, _scores = self._index.retrieve(self._tokens([text_of(need)]), k=k, show_progress=False)
        return [int(place) for place in found[0]]

    def _tokens(self, texts: list[str]) -> Any:
        return bm25s.tokenize(texts, stopwords=None, show_progress=False)


class TfIdf:
    """scikit-learn's TfidfVectorizer as it comes, cosine with every capability."""

    name = "TF-IDF, scikit-learn"

    def __init__(self, capabilities: Sequence[CapabilityProfile]) -> None:
        self._vectoriser: Any = TfidfVectorizer()
        self._matrix: Any = self._vectoriser.fit_transform([text_of(each) for each in capabilities])

    def top(self, need: NeedProfile, k: int = 10) -> list[int]:
        """Return the places of the k best capabilities."""
        scores = (self._matrix @ self._vectoriser.transform([text_of(need)]).T).toarray().ravel()
        return [int(place) for place in np.argsort(-scores, kind="stable")[:k]]
