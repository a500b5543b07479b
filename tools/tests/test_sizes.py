from __future__ import annotations

from typing import TYPE_CHECKING

from tools.sizes import measure, verdicts

if TYPE_CHECKING:
    from pathlib import Path


def judged(tmp_path: Path, text: str) -> tuple[list[str], list[str]]:
    path = tmp_path / "room.py"
    path.write_text(text)
    return verdicts(list(measure(path, tmp_path)))


def test_long_functions_fail_and_longish_ones_warn(tmp_path: Path) -> None:
    body = "    x = 1\n"
    assert judged(tmp_path, "def f():\n" + body * 34) == ([], [])
    assert len(judged(tmp_path, "def f():\n" + body * 35)[1]) == 1
    failures, _ = judged(tmp_path, "def f():\n" + body * 60)
    assert failures == ["room.py:1 f: function of 61 lines (limit 60)"]


def test_a_reason_on_the_line_lets_it_pass(tmp_path: Path) -> None:
    text = "def f():  # size: one table\n" + "    x = 1\n" * 70
    assert judged(tmp_path, text) == ([], [])


def test_long_files_and_classes_fail(tmp_path: Path) -> None:
    assert len(judged(tmp_path, "x = 1\n" * 501)[0]) == 1
    assert len(judged(tmp_path, "class A:\n" + "    x = 1\n" * 200)[0]) == 1
