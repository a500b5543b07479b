from __future__ import annotations

from typing import TYPE_CHECKING

from tools.codes import error_codes
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


def test_settings_commands_events_and_errors_have_their_rows() -> None:
    made = pages()
    assert "| server.port | STADTHERZ_SERVER__PORT | int | 8410 |" in made["settings.md"]
    assert "| (secret) |" in made["settings.md"]
    assert "| stadtherz up |" in made["commands.md"]
    assert "| stadtherz town |" in made["commands.md"]
    assert "events.IncidentOpened |" in made["events.md"]
    assert "| start.E001 | ProcessError |" in made["error-codes.md"]


def test_codes_are_read_from_calls_only(tmp_path: Path) -> None:
    (tmp_path / "room.py").write_text('raise LampError("x", fix="y", code="lamps.E001")')
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_x.py").write_text('E(code="lamps.E002")')
    assert error_codes(tmp_path) == [("lamps.E001", "LampError", "room.py")]
