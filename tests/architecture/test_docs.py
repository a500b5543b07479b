"""The documentation names what is there: files, functions, error codes, links."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src/stadtherz"
GUIDES = ("ARCHITECTURE.md", "THREAT_MODEL.md", "docs/tour.md", "docs/proof.md")
PLACES = (ROOT, ROOT / "src", SRC)
CODE = re.compile(r"[a-z_]+\.[EW]\d{3}")
NUMBER = re.compile(r"[EW]\d{3}")
SPAN = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.-]+(?:/[\w.{},-]+)+/?|[\w-]+\.(?:py|js|md|toml|yml|txt)")
NAME = re.compile(r"[a-z_]+(?:\.\w+)+(?:\(\))?")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
PAGES = [
    *sorted(path for path in ROOT.glob("*.md")),
    *sorted(path for path in (ROOT / "docs").rglob("*.md") if "reference" not in path.parts),
    *sorted(path for path in SRC.rglob("*.md") if "vendor" not in path.parts),
]


def spans(page: Path) -> list[str]:
    """Return everything that a page sets in code type, outside of blocks."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    return SPAN.findall(text)


def missing_path(span: str) -> bool:
    """Whether a span reads like a path of ours and leads nowhere."""
    if not PATH.fullmatch(span):
        return False
    alternatives = re.fullmatch(r"(.*)\{(.+)\}(.*)", span)
    if alternatives:
        head, middle, tail = alternatives.groups()
        return any(missing_path(f"{head}{one}{tail}") for one in middle.split(","))
    if "/" not in span:
        return not (ROOT / span).exists() and not any(SRC.rglob(span))
    return not any((place / span).exists() for place in PLACES)


def file_of(dotted: str) -> Path | None:
    """Return the file of a dotted module below stadtherz, or None."""
    steps = dotted.removeprefix("stadtherz.").split(".")
    for base in (SRC, ROOT):
        path = base.joinpath(*steps)
        for candidate in (path.with_suffix(".py"), path / "__init__.py"):
            if candidate.exists():
                return candidate
    return None


def names_of(path: Path) -> set[str]:
    """Return what a file defines or imports at its top, and methods by their bare name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found.update(alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.Assign):
            found.update(t.id for t in node.targets if isinstance(t, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return found


def missing_name(span: str) -> bool:
    """Whether a span names a module, function or method of ours that is not there."""
    if not NAME.fullmatch(span):
        return False
    steps = span.removesuffix("()").removeprefix("stadtherz.").split(".")
    if steps[0] not in {"project", "modules", "core", "lib", "tools"}:
        return False
    if SRC.joinpath(*steps).is_dir() or file_of(".".join(steps)):
        return False
    for end in (-1, -2):
        path = file_of(".".join(steps[:end]))
        if path is not None:
            return not set(steps[end:]) <= names_of(path)
    return True


def codes_in_source() -> set[str]:
    """Return every error and finding code of the program, also those with a named prefix."""
    found: set[str] = set()
    for path in sorted(SRC.rglob("*.py")):
        if "tests" in path.parts:
            continue
        strings, prefixes = _strings(ast.parse(path.read_text()))
        found |= {text for text in strings if CODE.fullmatch(text)}
        numbers = {text for text in strings if NUMBER.fullmatch(text)}
        found |= {f"{prefix}{number}" for prefix in prefixes for number in numbers}
    return found


def _strings(tree: ast.AST) -> tuple[set[str], set[str]]:
    """Return a file's string constants, and prefixes of ``code=f"prefix.{number}"``."""
    strings: set[str] = set()
    prefixes: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            strings.add(node.value)
        elif isinstance(node, ast.keyword) and node.arg == "code":
            parts = node.value.values if isinstance(node.value, ast.JoinedStr) else []
            if parts and isinstance(parts[0], ast.Constant):
                prefixes.add(str(parts[0].value))
    return strings, prefixes


def codes_in_docs() -> list[str]:
    """Return the codes of the first column of docs/errors.md, in their order."""
    return re.findall(r"^\| `([^`]+)` \|", (ROOT / "docs/errors.md").read_text(), re.MULTILINE)


@pytest.mark.parametrize("page", GUIDES)
def test_every_path_and_function_that_a_guide_names_is_there(page: str) -> None:
    lost = [s for s in spans(ROOT / page) if missing_path(s) or missing_name(s)]
    assert lost == []


def test_the_search_finds_what_is_planted() -> None:
    assert missing_path("src/stadtherz/core/nowhere.py")
    assert missing_path("nowhere.py")
    assert not missing_path("module.py")
    assert missing_path("core/journal/{models,nowhere}.py")
    assert not missing_path("core/journal/{models,queries}.py")
    assert missing_name("core.journal.sealing.unseal_all")
    assert missing_name("core.nowhere.sealing")
    assert missing_name("core.media.upload.Spool.nothing")
    assert not missing_name("core.journal.sealing.verify")
    assert not missing_name("core.media.spooling.Spool.park")
    assert _strings(ast.parse('x(code=f"chain.{n}")')) == ({"chain."}, {"chain."})


def test_every_error_code_is_explained() -> None:
    assert codes_in_source() - set(codes_in_docs()) == set(), "add a line to docs/errors.md"


def test_no_explained_code_is_gone() -> None:
    assert set(codes_in_docs()) - codes_in_source() == set(), "remove the line of docs/errors.md"


def test_each_code_is_explained_once_and_in_order() -> None:
    told = codes_in_docs()
    assert told == sorted(set(told))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    lost = [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()]
    assert lost == []


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs/decisions"
    index = (folder / "README.md").read_text()
    records = [path.name for path in folder.glob("0*.md")]
    assert [name for name in records if f"({name})" not in index] == []


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert [int(n) for n in re.findall(r"^(\d+)\. ?\w", text, re.MULTILINE)] == list(range(1, 16))
    assert "Appendix" in text
