"""Derived lamp positions of a pack: published counts and squares joined with the street graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.lib.streetgraph import DerivedLamps, derive_lamps

if TYPE_CHECKING:
    from stadtherz.lib.townpack.values import TownPack


def lamps_of(pack: TownPack) -> DerivedLamps:
    """Derive the town's lamps at the counts and the spacing of its ``lights.toml``.

    A published name without a way is looked up among the pack's places with an area (a square
    that is mapped as one). Raises ``ValueError`` for a name that is neither.
    """
    counts = pack.lights.streets
    squares = {
        place.name: place.shape
        for place in pack.places
        if place.name in counts and place.shape.geom_type.endswith("Polygon")
    }
    without_way = {name: area for name, area in squares.items() if name not in pack.streets.names}
    return derive_lamps(
        pack.streets, spacing_m=pack.lights.spacing_m, counts=counts, squares=without_way
    )
