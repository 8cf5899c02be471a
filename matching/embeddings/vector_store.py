"""Where vectors are kept, so that an unchanged text is never encoded twice."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from matching.arrays import FloatArray
from matching.embeddings.encoders import Encoder, Kind


class VectorStore(Protocol):
    """Keeps vectors by key; a key names the text's hash, the kind, the model and its version."""

    def get_many(self, keys: Sequence[str]) -> Mapping[str, FloatArray]:
        """Return the vectors that are kept, shape (dimension,) each, by key."""
        ...

    def put_many(self, vectors: Mapping[str, FloatArray]) -> None:
        """Keep vectors by key; a key that is kept already may be written again."""
        ...


class MemoryStore:
    """Keeps vectors for the life of the process."""

    def __init__(self) -> None:
        self._vectors: dict[str, FloatArray] = {}

    def get_many(self, keys: Sequence[str]) -> Mapping[str, FloatArray]:
        """Return the vectors that are kept, shape (dimension,) each, by key."""
        return {key: self._vectors[key] for key in keys if key in self._vectors}

    def put_many(self, vectors: Mapping[str, FloatArray]) -> None:
        """Keep vectors by key."""
        self._vectors.update(vectors)


class FileStore(MemoryStore):
    """Keeps vectors in one .npz file as well, read at the start and rewritten by `save`."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        if path.exists():
            with np.load(path, allow_pickle=False) as kept:
                self._vectors = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))

    def save(self) -> None:
        """Write all vectors; the file is replaced at once, so that a reader never sees half of it."""
        if not self._vectors:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_name(f"{self._path.name}.draft.npz")
        np.savez(draft, keys=np.array(list(self._vectors)), vectors=np.stack(list(self._vectors.values())))
        draft.replace(self._path)


def key(text: str, kind: Kind, encoder: Encoder) -> str:
    """Return the key of a text's vector: what changes it changes the vector."""
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
    return f"{encoder.name}/{encoder.version}/{kind}/{digest}"


def vectors_of(texts: Sequence[str], kind: Kind, encoder: Encoder, store: VectorStore) -> FloatArray:
    """Return one vector per text, shape (len(texts), dimension), encoding only those that are not kept."""
    keys = [key(text, kind, encoder) for text in texts]
    kept = dict(store.get_many(keys))
    missing = {each: text for each, text in zip(keys, texts, strict=True) if each not in kept}
    if missing:
        made = dict(zip(missing, encoder.encode(list(missing.values()), kind), strict=True))
        store.put_many(made)
        kept |= made
    if not texts:
        return np.zeros((0, encoder.dimension), dtype=np.float32)
    return np.stack([kept[each] for each in keys])
