"""Way classes of OpenStreetMap that a street graph carries, with what follows from each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WayClass:
    """One value of ``highway=*``.

    Args:
        key: the value itself.
        half_width_m: typical distance from the centre line to the kerb's lamp, metres.
        speed_kmh: speed of a car where no ``maxspeed`` is given (Germany: 50 inside towns,
            StVO s. 3; walking pace in living streets, s. 42).
        walk, cycle, drive: who may use it unless tags say otherwise.
        lit: lamps are expected along it in a German town unless tags say otherwise.

    """

    key: str
    half_width_m: float
    speed_kmh: int
    walk: bool = True
    cycle: bool = True
    drive: bool = True
    lit: bool = False


# Widths: rounded half carriageway plus one metre, after RASt 06 (typical cross-sections).
# The order is part of the stored format: append only.
CLASSES: tuple[WayClass, ...] = (
    WayClass("motorway", 8.0, 130, walk=False, cycle=False),
    WayClass("motorway_link", 5.0, 60, walk=False, cycle=False),
    WayClass("trunk", 6.0, 100, walk=False, cycle=False),
    WayClass("trunk_link", 4.5, 60, walk=False, cycle=False),
    WayClass("primary", 5.5, 50, lit=True),
    WayClass("primary_link", 4.5, 50, lit=True),
    WayClass("secondary", 5.0, 50, lit=True),
    WayClass("secondary_link", 4.5, 50, lit=True),
    WayClass("tertiary", 4.5, 50, lit=True),
    WayClass("tertiary_link", 4.0, 50, lit=True),
    WayClass("unclassified", 4.0, 50, lit=True),
    WayClass("residential", 4.0, 50, lit=True),
    WayClass("living_street", 3.5, 7, lit=True),
    WayClass("road", 4.0, 50),
    WayClass("service", 3.0, 20),
    WayClass("pedestrian", 3.5, 7, drive=False, lit=True),
    WayClass("cycleway", 2.0, 20, walk=True, drive=False),
    WayClass("footway", 1.5, 5, cycle=False, drive=False),
    WayClass("path", 1.5, 5, drive=False),
    WayClass("steps", 1.5, 3, cycle=False, drive=False),
    WayClass("track", 2.5, 20, drive=False),
    WayClass("bridleway", 2.0, 5, cycle=False, drive=False),
)
INDEX: dict[str, int] = {way.key: number for number, way in enumerate(CLASSES)}
