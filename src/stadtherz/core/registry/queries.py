"""Reading the book."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings

from stadtherz.core.registry.book import BOOK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django_stubs_ext import StrOrPromise

    from stadtherz.core.registry.contract import (
        BridgeSpec,
        Check,
        DemoStage,
        Figure,
        Job,
        Listener,
        MapLayer,
        Module,
        NavItem,
        Permission,
        PrivacyKind,
        Topic,
    )


S = TypeVar("S")


def modules() -> list[Module]:
    """All registered rooms, in order of entry."""
    return list(BOOK)


def module(key: str) -> Module:
    """The room with this key; KeyError when there is none."""
    return BOOK.get(key)


def permissions() -> dict[str, Permission]:
    """Every right of the installation by key."""
    return {p.key: p for m in BOOK for p in m.permissions}


def verbs() -> dict[str, StrOrPromise]:
    """What every action is called in the journal, by its verb."""
    return {verb: name for m in BOOK for verb, name in m.verbs.items()}


def topics() -> dict[str, Topic]:
    """Every live topic by key."""
    return {t.key: t for m in BOOK for t in m.topics}


def nav_items() -> list[NavItem]:
    """Menu entries of all rooms, in their order."""
    return sorted((n for m in BOOK for n in m.nav), key=lambda n: n.order)


def map_layers() -> list[MapLayer]:
    """Layers of the town's map, in their order."""
    return sorted((layer for m in BOOK for layer in m.map_layers), key=lambda layer: layer.order)


def jobs() -> dict[str, Job]:
    """Work by the clock, by key."""
    return {j.key: j for m in BOOK for j in m.jobs}


def bridges() -> dict[str, BridgeSpec]:
    """Long-lived connections, by key."""
    return {b.key: b for m in BOOK for b in m.bridges}


def listeners() -> dict[str, tuple[Module, Listener]]:
    """Listeners by key, each with the module in whose name it acts."""
    return {entry.key: (m, entry) for m in BOOK for entry in m.listens}


def checks() -> list[Check]:
    """Health checks of all rooms."""
    return [c for m in BOOK for c in m.checks]


def figures() -> list[Figure]:
    """Figures for the yearly review."""
    return [f for m in BOOK for f in m.figures]


def privacy_kinds() -> list[PrivacyKind]:
    """Kinds of personal data of all rooms."""
    return [p for m in BOOK for p in m.privacy]


def demo_stages() -> list[DemoStage]:
    """Steps of the demo, in their order."""
    return sorted((d for m in BOOK for d in m.demo), key=lambda d: d.order)


def settings_of(kind: type[S]) -> S:
    """The installation's settings of one room, by their class.

    Raises:
        LookupError: no room has settings of this class.

    """
    for told in settings.INSTALLATION.rooms.values():
        if isinstance(told, kind):
            return told
    msg = f"No room has settings of the class {kind.__module__}.{kind.__qualname__}."
    raise LookupError(msg)


@contextmanager
def registered(room: Module) -> Iterator[Module]:
    """Have `room` in the book for the length of a test."""
    BOOK.enter(room)
    try:
        yield room
    finally:
        BOOK.remove(room.key)
