"""Print every setting with value, source and sentence."""

from __future__ import annotations

import json
import os
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from .places import config_file, home_directory
from .read import read_with_sources

if TYPE_CHECKING:
    from .read import Sourced


def as_json() -> str:
    """Give all settings as one JSON object: key → value, source, help, variable."""
    rows = {
        one.setting.key: {
            "value": _shown(one),
            "source": one.source,
            "help": one.setting.help,
            "variable": one.setting.variable,
        }
        for one in read_with_sources(os.environ)
    }
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_text() -> str:
    """Give all settings as lines for a terminal."""
    lines = [f"home: {home_directory(os.environ)}", f"file: {config_file(os.environ)}", ""]
    for one in read_with_sources(os.environ):
        lines.append(f"{one.setting.key} = {json.dumps(_shown(one), ensure_ascii=False)}")
        lines.append(f"    {one.setting.help}")
        lines.append(f"    {one.setting.variable}, from: {one.source}")
    return "\n".join(lines)


def _shown(one: Sourced) -> object:
    if one.setting.is_secret:
        return "••••••" if one.value else ""
    return _plain(one.value)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, Path):
        return str(value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)
