"""German is complete: every message translated and compiled, no bare text in templates."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tools.messages import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages import Message

ROOT = Path(__file__).parents[1]
_BLOCKS = re.compile(
    r"{#.*?#}|<!--.*?-->"
    r"|{%-?\s*comment.*?{%\s*endcomment\s*%}|{%\s*verbatim.*?{%\s*endverbatim\s*%}"
    r"|{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|<(script|style|code|pre|svg|kbd|bdi)\b.*?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_MARKS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_SPOKEN = re.compile(r"\b(?:alt|title|placeholder|aria-label)=\"([^\"]*)\"")
_WORD = re.compile(r"[A-Za-zÄÖÜäöüß]{2,}")
_NAMES = re.compile(
    r"^(?:[a-z]+-[a-z-]+ ?)+$|&\w+;|\b[a-z]+\.[A-Z]?\d+\b|\bStadtherz\b|\b(?:DE|EN|OpenStreetMap|GPS|UTMREF|UTM|MGRS|HTML)\b"  # noqa: E501  # one list of names
)


def gaps(catalogue: Path) -> Iterator[str]:
    """Yield every message of a German catalogue that is missing, fuzzy or not compiled."""
    with catalogue.open("rb") as file:
        written = read_po(file, locale="de")
    compiled_path = catalogue.with_suffix(".mo")
    compiled = None
    if compiled_path.exists():
        with compiled_path.open("rb") as file:
            compiled = read_mo(file)
    else:
        yield f"{compiled_path}: not compiled"
    for message in written:
        if message.id and not all(_texts(message)):
            yield f"{catalogue}:{message.lineno}: not translated: {message.id}"
        elif message.id and message.fuzzy:
            yield f"{catalogue}:{message.lineno}: fuzzy: {message.id}"
        elif message.id and compiled is not None:
            known = compiled.get(message.id, message.context)
            if known is None and message.context:  # babel reads contexts of .mo files as bytes
                known = compiled.get(message.id, message.context.encode())
            if known is None or _texts(known) != _texts(message):
                yield f"{catalogue}:{message.lineno}: compiled file is older: {message.id}"


def _texts(message: Message) -> tuple[str, ...]:
    """Return the translation, all its plurals; the two readers hold them unalike."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def entries(catalogue: Path) -> set[tuple[str, str | None]]:
    """Return singular and context of every message of a catalogue."""
    with catalogue.open("rb") as file:
        written = read_po(file, locale="de")
    singular = ((m.id[0] if isinstance(m.id, tuple) else m.id, m.context) for m in written)
    return set(singular)


def bare_texts(template: str) -> list[str]:
    """Return the words of a template that no translation tag wraps, attributes included."""
    blank = _MARKS.sub(" ", _BLOCKS.sub(" ", template))
    spoken = [match[1] for match in _SPOKEN.finditer(blank)]
    nodes = _TAG.sub("\n", blank).splitlines()
    found = [" ".join(text.split()) for text in (*nodes, *spoken)]
    return [text for text in found if _WORD.search(_NAMES.sub(" ", text))]


def findings(root: Path) -> Iterator[str]:
    """Yield every gap below ``src``, one line each."""
    known: set[tuple[str, str | None]] = set()
    for catalogue in sorted((root / "src").rglob("locale/de/LC_MESSAGES/*.po")):
        yield from gaps(catalogue)
        known |= entries(catalogue)
    for text, context, place in messages(root):
        if (text, context) not in known:
            yield f"{place}: in no German catalogue: {text[:80]}"
    for template in sorted((root / "src").rglob("templates/**/*.html")):
        for text in bare_texts(template.read_text()):
            yield f"{template}: not translated: {text[:80]}"


def main() -> int:
    """Print the gaps; return 1 when there is one."""
    found = list(findings(ROOT))
    for text in found:
        print(text.removeprefix(f"{ROOT}/"))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
