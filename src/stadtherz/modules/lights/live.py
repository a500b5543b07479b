"""Live messages of the town's light."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class LevelsChanged:
    """Lamps whose shown level or knowledge changed.

    Args:
        delta: base64 of `lib.lightwave.encode_delta` over row numbers.
        clock: the town's clock, ``HH:MM:SS`` in its zone.

    """

    delta: str
    clock: str


@dataclass(frozen=True, kw_only=True)
class WishesChanged:
    """Overrides began, ended or were confirmed: fetch the list anew."""

    running: int
