"""Lays out a new module that passes every check: `./stadtherz new-module KEY`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
KEY = re.compile(r"[a-z][a-z]{2,20}")

_MODULE = """from django.utils.translation import gettext_lazy as _

from stadtherz.core.registry.actions import register
from stadtherz.core.registry.contract import Module
from stadtherz.modules.{key}.settings import Settings

register(
    Module(
        key="{key}",
        label=_("{name}"),
        purpose=_("{name} for citizens and the town hall."),
        settings=Settings,
    )
)
"""
_APPS = """from django.apps import AppConfig


class {name}Config(AppConfig):
    name = "stadtherz.modules.{key}"
    label = "{key}"
"""
_SETTINGS = '''from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an installation sets for {name}."""
'''
_TEST = """from stadtherz.modules.{key}.settings import Settings


def test_settings_have_defaults() -> None:
    assert Settings() == Settings()
"""
_README = """# {name}

What this module does for whom, which journeys it serves from end to end, and what it does not do.

Its rules stand in `domain.py` (pure), its verbs in `actions.py`, its nouns in `queries.py`. The
order of its files is that of ARCHITECTURE.md; the import contracts keep it. Words that it brings
are entered in `docs/glossary.md`, texts on screen in its own `locale/`.
"""


def files(key: str) -> dict[str, str]:
    """Return the text of every file of a new module, by path below the root."""
    names = {"key": key, "name": key.capitalize()}
    room = f"src/stadtherz/modules/{key}"
    texts = {
        f"{room}/__init__.py": "",
        f"{room}/apps.py": _APPS,
        f"{room}/module.py": _MODULE,
        f"{room}/settings.py": _SETTINGS,
        f"{room}/README.md": _README,
        f"{room}/tests/__init__.py": "",
        f"{room}/tests/test_settings.py": _TEST,
        f"docs/modules/{key}.md": _README,
    }
    return {path: text.format(**names) for path, text in texts.items()}


def main(arguments: list[str], *, root: Path = ROOT) -> int:
    """Write the files; refuse a key that is no plain word or that is taken."""
    if len(arguments) != 1 or not KEY.fullmatch(arguments[0]):
        print("usage: ./stadtherz new-module KEY (a short English word, small letters)")
        return 2
    made = files(arguments[0])
    if taken := [path for path in made if (root / path).exists()]:
        print(f"{taken[0]} is there already; choose another key")
        return 1
    for path, text in made.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
        print(path)
    print(f'Now add "{arguments[0]}" to MODULE_APPS in src/stadtherz/project/settings.py.')
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
