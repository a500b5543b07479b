"""Waking whoever works off the outbox; the bus of `core.live` hangs itself in here at start-up.

The journal lies below the bus, so it offers a bell and does not know who rings it on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_RINGERS: list[Callable[[], None]] = []


def on_wake(ring: Callable[[], None]) -> None:
    """Have `ring` called after each commit that wrote events. It must not block or raise."""
    _RINGERS.append(ring)


def wake() -> None:
    """Ring once; a listener that misses it finds the rows at its next poll."""
    for ring in _RINGERS:
        ring()
