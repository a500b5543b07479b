"""Contrast of the tokens, vendored files, languages of the islands, strictness of templates."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

UI = Path(__file__).resolve().parents[1]
STATIC = UI / "static" / "ui"
REPOSITORY = UI.parents[3]
TEXT, LARGE = 4.5, 3.0

PAIRS = [
    (ink, paper, TEXT)
    for paper in ("ground", "surface", "sunken")
    for ink in ("text", "muted", "action", "heart", "visited")
] + [
    ("on-heart", "heart", TEXT),
    ("on-action", "action", TEXT),
    ("on-exercise", "exercise", TEXT),
    ("simulation", "simulation-tint", TEXT),
    ("ground", "danger", TEXT),
    *((tone, f"{tone}-tint", TEXT) for tone in ("info", "success", "warning", "danger")),
    *(("text", f"{tone}-tint", TEXT) for tone in ("info", "success", "warning", "danger")),
    *(("action", f"{tone}-tint", TEXT) for tone in ("info", "danger")),
    ("edge", "surface", LARGE),
    ("edge", "ground", LARGE),
    ("focus", "surface", LARGE),
    ("focus", "ground", LARGE),
    ("lamp", "ground", LARGE),
]


def tokens() -> dict[str, tuple[str, str]]:
    css = (STATIC / "tokens.css").read_text()
    found = re.findall(r"--sh-([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", css)
    return {name: (day, night) for name, day, night in found}


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") < TEXT < contrast("#767676", "#ffffff")


@pytest.mark.parametrize(("ink", "paper", "least"), PAIRS)
@pytest.mark.parametrize("theme", [0, 1], ids=["day", "night"])
def test_contrast(ink: str, paper: str, least: float, theme: int) -> None:
    colours = tokens()
    assert contrast(colours[ink][theme], colours[paper][theme]) >= least


def map_palette(name: str) -> dict[str, str]:
    text = (STATIC / "map_style.js").read_text()
    found = re.search(rf"const {name} = \{{(.*?)\}};", text, re.DOTALL)
    assert found
    return dict(re.findall(r'(\w+): "(#[0-9a-f]{6})"', found[1]))


@pytest.mark.parametrize("name", ["DAY", "NIGHT"])
@pytest.mark.parametrize("ink", ["text", "place", "poi", "waterText"])
def test_words_on_the_map_are_readable(name: str, ink: str) -> None:
    colours = map_palette(name)
    assert contrast(colours[ink], colours["halo"]) >= TEXT
    assert contrast(colours["gridText"], colours["outside"]) >= TEXT


def test_both_languages_of_the_islands_say_the_same() -> None:
    text = (STATIC / "phrases.js").read_text()
    german, english = (
        dict(re.findall(r'^    "([\w.]+)": "(.*)",$', part, re.MULTILINE))
        for part in text[: text.index("/** @returns")].split("  en: {")
    )
    assert german.keys() == english.keys() != set()
    for key, words in german.items():
        assert set(re.findall(r"\{\w+\}", words)) == set(re.findall(r"\{\w+\}", english[key]))
    used = {
        key
        for path in STATIC.glob("*.js")
        for key in re.findall(r'"((?:theme|map|live|drop|search)\.\w+)"', path.read_text())
    }
    assert used <= german.keys()


def vendor() -> ModuleType:
    where = REPOSITORY / "tools" / "vendor.py"
    plan = importlib.util.spec_from_file_location("vendor", where)
    assert plan
    assert plan.loader
    module = importlib.util.module_from_spec(plan)
    plan.loader.exec_module(module)
    return module


def test_vendored_files_match_their_checksums() -> None:
    assert vendor().faults() == []


def test_a_changed_missing_or_strange_vendored_file_is_told(tmp_path: Path) -> None:
    copy = tmp_path / "ui"
    shutil.copytree(UI / "static" / "vendor", copy / "static" / "vendor")
    shutil.copy(UI / "vendor.toml", copy)
    folder = copy / "static" / "vendor" / "tus-js-client"
    (folder / "tus.min.js").write_text("changed")
    (folder / "LICENSE").unlink()
    (folder / "stranger.js").write_text("")
    told = vendor().faults(copy)
    assert [word.split()[0].rsplit("/", 1)[-1] for word in told] == [
        "tus.min.js",
        "LICENSE",
        "stranger.js",
    ]


def test_every_vendored_folder_has_a_licence() -> None:
    for folder in (UI / "static" / "vendor").iterdir():
        assert list(folder.glob("LICENSE*")), folder.name


INLINE = re.compile(
    r"<style\b|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*[\"']|javascript:|https?://",
    re.IGNORECASE,
)


def templates() -> list[Path]:
    return sorted((REPOSITORY / "src").glob("**/templates/**/*.html"))


@pytest.mark.parametrize(
    "bad",
    ['<p style="a">', "<style>", "<script>x", '<a onclick="x">', '<img src="https://x.org/a.png">'],
)
def test_inline_code_could_be_found(bad: str) -> None:
    assert INLINE.search(bad)


@pytest.mark.parametrize("path", templates(), ids=lambda path: "/".join(path.parts[-3:]))
def test_templates_hold_no_inline_code_and_no_strange_address(path: Path) -> None:
    text = re.sub(r"<a\b[^>]*href=\"https?://[^>]*>|xmlns(:\w+)?=\"[^\"]*\"", "", path.read_text())
    assert not (found := INLINE.search(text)), found


def test_own_scripts_ask_no_foreign_server() -> None:
    for path in (*STATIC.glob("*.js"), *STATIC.glob("*.css")):
        text = path.read_text().replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"[\"'(]https?://", text), path.name


def test_vendored_versions_are_pinned_exactly() -> None:
    text = (UI / "vendor.toml").read_text()
    assert re.findall(r'version = "(\d+\.\d+\.\d+)"', text) == re.findall(r'version = "(.*)"', text)
    assert json.dumps(text).isascii()
