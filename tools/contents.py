"""What stands on each page of the generated reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management import get_commands, load_command_class
from django.urls import get_resolver

from stadtherz.core.journal.contract import Event
from stadtherz.core.registry import queries
from stadtherz.project.cli.commands import own_commands
from stadtherz.project.conf.schema import OWN_SECTIONS, room_sections, settings_in
from tools.codes import error_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def _of_rooms(fields: str, field: str) -> tuple[str, Callable[[], Iterable[list[str]]]]:
    def rows() -> Iterator[list[str]]:
        for room in sorted(queries.modules(), key=lambda room: room.key):
            for entry in getattr(room, field) if field else [room]:
                yield [_cell(getattr(entry, name)) for name in fields.split()]

    return fields, rows


def _cell(value: object) -> str:
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    return value.__name__ if isinstance(value, type) else str("" if value is None else value)


def urls() -> list[tuple[str, str]]:
    """Return path and full name of every URL pattern."""
    return sorted(set(_patterns(get_resolver().url_patterns, "", "")))


def _patterns(patterns: Iterable[Any], before: str, space: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _patterns(pattern.url_patterns, path, inner)
        else:
            yield path, f"{space}{pattern.name or ''}"


def settings() -> Iterator[list[str]]:
    """Yield every setting of the installation; secrets show no default."""
    for section, shape in {**OWN_SECTIONS, **dict(sorted(room_sections().items()))}.items():
        for one in settings_in(section, shape):
            kind = one.kind.__name__ if isinstance(one.kind, type) else str(one.kind)
            default = "(secret)" if one.is_secret else repr(one.default)
            yield [one.key, one.variable, kind, default, one.help]


def commands() -> Iterator[list[str]]:
    """Yield the program's own commands, then the rooms'."""
    for name, command in sorted(own_commands().items()):
        yield [f"stadtherz {name}", command.sentence]
    for name, app in sorted(get_commands().items()):
        if isinstance(app, str) and app.startswith("stadtherz."):
            yield [f"stadtherz {name}", str(load_command_class(app, name).help)]


def events() -> list[list[str]]:
    """Return every event with its first sentence and the listeners by key."""
    heard = [entry for _room, entry in queries.listeners().values()]
    return sorted(
        [
            f"{kind.__module__.removeprefix('stadtherz.')}.{kind.__name__}",
            (kind.__doc__ or "").strip().splitlines()[0],
            ", ".join(sorted(entry.key for entry in heard if issubclass(kind, entry.event))),
        ]
        for kind in _below(Event)
        if kind.__module__.startswith("stadtherz.") and ".tests." not in kind.__module__
    )


def _below(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


CONTENTS: dict[str, tuple[str, Callable[[], Iterable[Iterable[str]]]]] = {
    "Modules": _of_rooms("key label purpose", ""),
    "Permissions": _of_rooms("key label roles", "permissions"),
    "Topics": _of_rooms("key label message permission", "topics"),
    "Listeners": _of_rooms("key event", "listens"),
    "Jobs": _of_rooms("key label every_s daily_at", "jobs"),
    "Bridges": _of_rooms("key label", "bridges"),
    "Checks": _of_rooms("key label", "checks"),
    "Figures": _of_rooms("key label unit", "figures"),
    "Personal data": _of_rooms("key label purpose legal_basis retention_days", "privacy"),
    "URLs": ("path name", urls),
    "Settings": ("key variable kind default meaning", settings),
    "Commands": ("command meaning", commands),
    "Events": ("event meaning listeners", events),
    "Error codes": ("code error file", error_codes),
}
