"""Whoever calls a function reads in its first sentences what it refuses."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
SOURCES: Final = ("app", "models", "matching", "seeds")
# Become a form's message, a command's last line, or a fault of our own.
_TOLD_OTHERWISE: Final = {"ValidationError", "StopValidation", "ClickException", "UsageError", "AssertionError"}


def _raised(node: ast.AST) -> Iterator[str]:
    """Yield the classes that a function raises itself, but not those that are only handed on."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(child, ast.Raise) and child.exc is not None:
            error = child.exc.func if isinstance(child.exc, ast.Call) else child.exc
            name = ast.unparse(error).rpartition(".")[2]
            if name[:1].isupper():
                yield name
        yield from _raised(child)


def _is_called_from_outside(node: ast.FunctionDef) -> bool:
    """Tell whether a function is a view or a command: what these refuse becomes a page, or a last line."""
    return any(word in ast.unparse(each) for each in node.decorator_list for word in ("bp.", "command"))


def test_a_public_function_names_what_it_raises() -> None:
    silent = []
    for file in sorted(file for folder in SOURCES for file in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or _is_called_from_outside(node):
                continue
            text = ast.get_docstring(node) or ""
            silent += [
                f"{file.relative_to(ROOT)}: {node.name} raises {name}"
                for name in sorted(set(_raised(node)) - _TOLD_OTHERWISE)
                if name not in text
            ]
    assert silent == []
