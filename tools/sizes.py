"""Budgets of size for Python files: `python -m tools.sizes [--largest]`.

A larger one carries its reason on its first line (file) or on its `def` or `class` line:
``# size: why it cannot be cut by noun``.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
FOLDERS = ("src", "tools", "tests", "bench")
WARNS = {"file": 300, "function": 35, "class": 200}
FAILS = {"file": 500, "function": 60, "class": 200}
EXEMPT = ("/migrations/",)


class Measured(NamedTuple):
    """One file, function or class with its length in lines."""

    lines: int
    kind: str
    place: str
    has_reason: bool


def measure(path: Path, root: Path) -> Iterator[Measured]:
    """Yield the file itself, then its functions and classes."""
    text = path.read_text()
    rows = text.splitlines() or [""]
    name = path.relative_to(root).as_posix()
    yield Measured(len(rows), "file", name, "# size: " in rows[0])
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            kind = "class" if isinstance(node, ast.ClassDef) else "function"
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            has_reason = "# size: " in rows[node.lineno - 1]
            yield Measured(lines, kind, f"{name}:{node.lineno} {node.name}", has_reason)


def measure_all(root: Path) -> list[Measured]:
    """Return everything measured below the folders that hold our Python."""
    paths = [path for folder in FOLDERS for path in sorted((root / folder).rglob("*.py"))]
    kept = [path for path in paths if not any(part in path.as_posix() for part in EXEMPT)]
    return [found for path in kept for found in measure(path, root)]


def verdicts(found: list[Measured]) -> tuple[list[str], list[str]]:
    """Return failures and warnings, the longest first."""
    failures, warnings = [], []
    for item in sorted(found, reverse=True):
        text = f"{item.place}: {item.kind} of {item.lines} lines (limit {FAILS[item.kind]})"
        if item.has_reason:
            continue
        if item.lines > FAILS[item.kind]:
            failures.append(text)
        elif item.lines > WARNS[item.kind]:
            warnings.append(text)
    return failures, warnings


def main(arguments: list[str]) -> int:
    """Print failures, warnings and medians; return 1 when something is too large."""
    found = measure_all(ROOT)
    failures, warnings = verdicts(found)
    for text in failures:
        print(f"too large: {text}; cut by noun, or say why: # size: reason")
    for text in warnings if "--largest" in arguments else []:
        print(f"large: {text}")
    for kind in WARNS:
        lines = [item.lines for item in found if item.kind == kind]
        print(f"{len(lines)} x {kind}, median {median(lines or [0]):.0f}, max {max(lines or [0])}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
