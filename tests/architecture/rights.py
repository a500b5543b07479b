"""Which rights a room's source really asks for."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ASKING = {"requires", "action", "may", "organisations_with"}
KEYWORD = "permission"


def used(folder: Path) -> set[str]:
    """Return every right that is demanded: by a decorator, by `may`, or by a contribution."""
    paths = [path for path in folder.rglob("*.py") if "tests" not in path.parts]
    trees = [ast.parse(path.read_text()) for path in paths]
    names = dict(pair for tree in trees for pair in _constants(tree.body))
    return {names.get(word, word) for tree in trees for word in _demanded(tree)}


def _constants(body: Iterable[ast.stmt]) -> Iterator[tuple[str, str]]:
    for node in body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, str(node.value.value)


def _demanded(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        values = node.args[:1] if name in ASKING and not _decides_itself(node) else []
        values = [*values, *(word.value for word in node.keywords if word.arg == KEYWORD)]
        for value in values:
            if isinstance(value, ast.Constant):
                yield str(value.value)
            elif isinstance(value, ast.Name | ast.Attribute):
                yield getattr(value, "id", getattr(value, "attr", ""))


def _decides_itself(call: ast.Call) -> bool:
    """Whether it is an action that no right opens, such as signing in."""
    return any(
        word.arg == "needs_right" and isinstance(word.value, ast.Constant) and not word.value.value
        for word in call.keywords
    )
