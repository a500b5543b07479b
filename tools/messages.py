"""What the program says by gettext: every message in Python and templates, with its place."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


class Message(NamedTuple):
    """One call; ``text`` is the singular where there is a plural."""

    text: str
    context: str | None
    place: str


def messages(root: Path) -> Iterator[Message]:
    """Yield every message below ``src``, without what tests say."""
    for path in sorted((root / "src").rglob("*.py")):
        if "tests" not in path.parts and b"gettext" in path.read_bytes():
            yield from _extracted(path.read_text(), path)
    for path in sorted((root / "src").rglob("templates/**/*")):
        if path.suffix in {".html", ".txt"}:
            as_python = templatize(path.read_text(), origin=str(path))
            yield from _extracted("\n".join(map(str.lstrip, as_python.split("\n"))), path)


def _extracted(python: str, path: Path) -> Iterator[Message]:
    for line, found, _comments, context in extract("python", BytesIO(python.encode()), KEYWORDS):
        text = found[0] if isinstance(found, tuple) else found
        if text:
            yield Message(text, context, f"{path}:{line}")
