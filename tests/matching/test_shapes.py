"""Whoever is handed an array is told its shape: public functions of the engine say it in their docstrings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ENGINE: Final = Path(__file__).parents[2] / "matching"
_ARRAY: Final = re.compile(r"\b(?:NDArray|(?:Real|Float|Int|Row|Bool|Place)Array|csr_matrix|Weights|SparseRow)\b")
# "shape (rows,)", "vectors (n, dimension)", "(K,)".
_SHAPE: Final = re.compile(
    r"\bshape \(|\bvectors? \(|\((?:K|S|n|capabilities|dimension|rows|WIDTH)\b[^()]*,[^()]*\)|same shape"
)


def _functions(body: list[ast.stmt], within: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{within}.{node.name}")
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield f"{within}.{node.name}", node


def _returning_arrays() -> Iterator[tuple[str, str]]:
    for file in sorted(ENGINE.rglob("*.py")):
        within = ".".join(file.relative_to(ENGINE).with_suffix("").parts)
        for name, function in _functions(ast.parse(file.read_text("utf-8")).body, within):
            if function.returns is not None and _ARRAY.search(ast.unparse(function.returns)):
                yield name, ast.get_docstring(function) or ""


def test_public_functions_say_the_shapes_of_the_arrays_that_they_return() -> None:
    described = dict(_returning_arrays())
    assert len(described) >= 60
    assert [name for name, text in described.items() if not _SHAPE.search(text)] == []
