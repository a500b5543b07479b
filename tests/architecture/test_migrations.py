"""Tables change by migrations that are whole, named by hand, and reversible or say why not."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

SRC = Path(__file__).parents[2] / "src/stadtherz"
MIGRATIONS = sorted(SRC.glob("*/*/migrations/[0-9]*.py"))
NAME = re.compile(r"\d{4}_(?!auto_|initial$|alter_|rename_)[a-z][a-z0-9_]+")
REASON = re.compile(r"[Ii]rreversible|[Nn]ot reversible|[Cc]annot be (?:reversed|undone)")
each = pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: path.stem)


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


@pytest.mark.django_db
def test_no_two_migrations_end_the_same_app() -> None:
    loader = MigrationLoader(connection)
    assert loader.detect_conflicts() == {}
    assert MIGRATIONS != []


@each
def test_a_migration_is_named_by_hand(path: Path) -> None:
    assert NAME.fullmatch(path.stem), f"{path}: say what it brings, such as 0002_append_only"


@each
def test_a_migration_is_reversible_or_says_why_not(path: Path) -> None:
    text = path.read_text()
    assert one_way(text) == [] or REASON.search(text), f"{path}: one way: {one_way(text)}"


def one_way(source: str) -> list[str]:
    """Return the lines of operations with code that has no way back."""
    return [
        f"line {node.lineno}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") in {"RunPython", "RunSQL"}
        and len(node.args) < 2
        and not any(word.arg in {"reverse_code", "reverse_sql"} for word in node.keywords)
    ]


def test_a_way_without_return_is_found() -> None:
    assert one_way("migrations.RunPython(fill)") == ["line 1"]
    assert one_way("migrations.RunPython(fill, empty)") == []
    assert one_way("migrations.RunSQL('x', reverse_sql='y')") == []
    assert not NAME.fullmatch("0002_auto_20260101_1200")
