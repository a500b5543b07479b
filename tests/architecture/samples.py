"""Values of any frozen dataclass, made from its types, and read back from JSON."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import types
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

MOMENT = dt.datetime(2026, 10, 17, 20, 30, 15, 250_000, tzinfo=dt.UTC)
PLAIN: dict[Any, Any] = {
    str: "Straße 5 — „Ä“",
    int: 7,
    float: 49.4448,
    bool: True,
    UUID: UUID("019a0000-0000-7000-8000-000000000001"),
    dt.datetime: MOMENT,
    dt.date: MOMENT.date(),
    dt.time: MOMENT.time(),
    type(None): None,
    Any: "anything",
}


def sample(kind: Any) -> Any:  # noqa: PLR0911  # one line per kind of type
    """Make a value of a type that a message may carry; KeyError for any other."""
    origin, inner = get_origin(kind), get_args(kind)
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{f.name: sample(hints[f.name]) for f in dataclasses.fields(kind)})
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return next(iter(kind))
    if origin is Literal:
        return inner[0]
    if origin in (Union, types.UnionType):
        return sample(inner[0])
    if origin is tuple:
        return tuple(sample(one) for one in inner if one is not Ellipsis)
    if origin in (list, set, frozenset):
        return origin([sample(inner[0])])
    if isinstance(origin, type) and issubclass(dict, origin):
        return {sample(inner[0]): sample(inner[1])}
    if isinstance(origin, type) and issubclass(list, origin):
        return [sample(inner[0])]
    return PLAIN[kind]


def from_json(kind: Any, value: Any) -> Any:  # noqa: PLR0911  # one line per kind of type
    """Read a value back as a browser's twin of the type would."""
    origin, inner = get_origin(kind), get_args(kind)
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: from_json(hints[name], part) for name, part in value.items()})
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind(value)
    if origin in (Union, types.UnionType):
        return None if value is None else from_json(inner[0], value)
    if origin is tuple:
        kinds = inner if Ellipsis not in inner else inner[:1] * len(value)
        return tuple(from_json(one, part) for one, part in zip(kinds, value, strict=True))
    if origin in (list, set, frozenset):
        return origin(from_json(inner[0], part) for part in value)
    if kind in (dt.datetime, dt.date, dt.time):
        return kind.fromisoformat(value)
    return UUID(value) if kind is UUID else value
