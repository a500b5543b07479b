"""The codes of all errors that the program raises, read from its source."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "stadtherz"


def error_codes(source: Path = SOURCE) -> list[tuple[str, str, str]]:
    """Return code, class and file of every error that is raised with a code of its own."""
    found = set()
    for path in source.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and (code := _code(node)):
                name = ast.unparse(node.func)
                found.add((code, name, path.relative_to(source).as_posix()))
    return sorted(found)


def _code(call: ast.Call) -> str:
    for word in call.keywords:
        if word.arg == "code" and isinstance(word.value, ast.Constant):
            return str(word.value.value)
    return ""
