"""From what a file or variable says to what a setting's type accepts."""

from __future__ import annotations

import types
from datetime import time
from enum import Enum
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})


class NotAcceptedError(ValueError):
    """A value that a type does not accept; the text says what would be."""


def convert(value: object, kind: Any) -> object:
    """Turn a written value into the setting's type.

    Args:
        value: from TOML (typed), or text from the environment or a secret file.
        kind: bool, int, float, str, Path, time, Literal, Enum, ``tuple[T, ...]``, ``T | None``.

    Raises:
        NotAcceptedError: with the accepted values as its text.

    """
    origin = get_origin(kind)
    if origin is Literal:
        return _one_of(value, {str(choice): choice for choice in get_args(kind)})
    if origin in (Union, types.UnionType):
        return _optional(value, kind)
    if origin is tuple:
        return tuple(convert(item, get_args(kind)[0]) for item in _items(value))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _one_of(value, {str(member.value): member for member in kind})
    if kind in _PLAIN:
        return _PLAIN[kind](value)
    raise TypeError(f"No setting may have the type {kind!r}.")


def _one_of(value: object, choices: dict[str, object]) -> object:
    if isinstance(value, bool) or str(value) not in choices:
        raise NotAcceptedError(f"one of {', '.join(choices)}")
    return choices[str(value)]


def _optional(value: object, kind: Any) -> object:
    inner = [choice for choice in get_args(kind) if choice is not type(None)]
    if value in ("", None):
        return None
    return convert(value, inner[0])


def _items(value: object) -> list[object]:
    if isinstance(value, str):
        return [item.strip() for item in value.split(",") if item.strip()]
    if isinstance(value, list):
        return value
    raise NotAcceptedError("a list (in a variable: values with commas between)")


def _bool(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.casefold() in YES | NO:
        return value.casefold() in YES
    raise NotAcceptedError("true or false")


def _int(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            pass
    raise NotAcceptedError("a whole number")


def _float(value: object) -> float:
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        try:
            number = float(value)
        except (ValueError, OverflowError):
            number = float("nan")
        if number - number == 0:  # neither infinite nor NaN
            return number
    raise NotAcceptedError("a number")


def _str(value: object) -> str:
    if isinstance(value, str):
        return value
    raise NotAcceptedError("a text in quotation marks")


def _path(value: object) -> Path:
    if isinstance(value, str) and value:
        return Path(value).expanduser()
    raise NotAcceptedError("a path")


def _time(value: object) -> time:
    if isinstance(value, time):
        return value
    try:
        return time.fromisoformat(str(value))
    except ValueError:
        raise NotAcceptedError("a time of day such as 22:30") from None


_PLAIN: dict[Any, Any] = {
    bool: _bool, int: _int, float: _float, str: _str, Path: _path, time: _time,
}  # fmt: skip
