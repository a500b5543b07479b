from __future__ import annotations

from typing import TYPE_CHECKING

from tools.reference import pages, stale, table

if TYPE_CHECKING:
    from pathlib import Path


def test_cells_cannot_break_a_table() -> None:
    text = table("Things", ["key", "label"], [["a|b", "two\nlines"], ["", "x"]])
    assert "| a\\|b | two lines |" in text
    assert "|  | x |" in text


def test_stale_missing_and_left_over_pages_are_named(tmp_path: Path) -> None:
    made = {"same.md": "1", "changed.md": "2", "missing.md": "3"}
    for name, text in {"same.md": "1", "changed.md": "old", "left.md": "4"}.items():
        (tmp_path / name).write_text(text)
    assert stale(made, tmp_path) == ["changed.md", "left.md", "missing.md"]


def test_every_module_has_its_row() -> None:
    made = pages()
    assert "| journal |" in made["modules.md"]
    assert len(made["urls.md"].splitlines()) > 6
