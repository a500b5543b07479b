"""Leaks that an import graph cannot see. Every search first proves that it would find one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

THIS = Path(__file__)
ROOT = Path(__file__).parents[2]
SRC = ROOT / "src/stadtherz"
MODULES = sorted(path.name for path in (SRC / "modules").iterdir() if (path / "apps.py").exists())
OWN = tuple(f for f in ("src", "tools", "tests", "bench", "docs", "deploy") if (ROOT / f).exists())
FOREIGN_KEY = re.compile(r"(?:ForeignKey|OneToOneField|ManyToManyField)\(\s*\"(\w+)\.")
URL_TAG = re.compile(r"{%\s*url\s+['\"](\w+):")
UNFINISHED = re.compile(r"\bTODO\b|\bFIXME\b|NotImplementedError|mark\.skip|coming soon")
THIRD_PARTY = re.compile(r"(?:src|href|action|data-\w+)\s*=\s*[\"'](?:https?:)?//(?!localhost)")
PLACES = re.compile(r"/work/|pypi\.org|pythonhosted\.org|registry\.npmjs")


def hits(pattern: re.Pattern[str], folder: Path, *suffixes: str) -> list[str]:
    """Return every place below a folder where the pattern occurs."""
    return [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sorted(folder.rglob("*"))
        if path != THIS
        and path.suffix in suffixes
        and "vendor" not in path.parts
        and path.is_file()
        for match in pattern.finditer(path.read_text(errors="replace"))
    ]


@pytest.mark.parametrize(
    ("pattern", "planted"),
    [
        (FOREIGN_KEY, 'ForeignKey("lights.Lamp")'),
        (URL_TAG, "{% url 'lights:lamp' %}"),
        (UNFINISHED, "# TODO later"),
        (THIRD_PARTY, '<script src="https://example.org/x.js">'),
        (PLACES, "/work/main"),
    ],
)
def test_each_search_finds_what_is_planted(pattern: re.Pattern[str], planted: str) -> None:
    assert pattern.search(planted)


@pytest.mark.parametrize("module", MODULES)
def test_no_foreign_key_into_another_module(module: str) -> None:
    others = set(MODULES) - {module}
    found = [
        match[0]
        for path in (SRC / "modules" / module).rglob("*.py")
        for match in FOREIGN_KEY.finditer(path.read_text())
        if match[1] in others
    ]
    assert found == []


def test_no_model_is_looked_up_by_name() -> None:
    pattern = re.compile(r"\bget_model\(")
    found = [hit for hit in hits(pattern, SRC, ".py") if "/migrations/" not in hit]
    assert found == []


@pytest.mark.parametrize("module", MODULES)
def test_no_template_names_another_modules_urls(module: str) -> None:
    others = set(MODULES) - {module}
    found = [
        match[0]
        for path in (SRC / "modules" / module).rglob("*.html")
        for match in URL_TAG.finditer(path.read_text())
        if match[1] in others
    ]
    assert found == []


@pytest.mark.parametrize("folder", OWN)
def test_nothing_is_unfinished(folder: str) -> None:
    assert hits(UNFINISHED, ROOT / folder, ".py", ".html", ".js", ".css") == []


def test_no_page_asks_a_third_party() -> None:
    tags = re.compile(
        r"<(?:script|link|img|iframe|source|video)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//"
    )
    assert tags.search('<img src="https://example.org/x.png">')
    assert hits(tags, SRC, ".html") == []
    imports = re.compile(r"(?:import|from|@import|url\()\s*\(?[\"']?https?://")
    assert imports.search('import "https://example.org/x.js"')
    assert hits(imports, SRC, ".js", ".mjs", ".css") == []


@pytest.mark.parametrize("folder", OWN)
def test_no_place_of_its_making_is_named(folder: str) -> None:
    assert hits(PLACES, ROOT / folder, ".py", ".md", ".toml", ".html", ".js", ".css", ".txt") == []
