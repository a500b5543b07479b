"""The road: carriageway, lanes, reserve and strips, in metres across it.

x runs along the road in the direction of travel, y across it from the right edge (y = 0) to the
left. The carriageway that is calculated lies at 0 <= y <= width_m; a second one may lie beyond a
reserve. (EN 13201-3:2015, clause 4; the lamps' C0 is +x, C90 of a right-hand row is +y.)
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from stadtherz.lib.photometry.errors import PhotometryError


class Driving(StrEnum):
    """The side on which traffic keeps."""

    RIGHT = "right"
    LEFT = "left"


class Edge(StrEnum):
    """An outer edge of the whole road, seen in the direction of travel."""

    RIGHT = "right"
    LEFT = "left"

    @property
    def other(self) -> Edge:
        """The edge across the road."""
        return Edge.LEFT if self is Edge.RIGHT else Edge.RIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A footway, cycleway or verge beside the road: a field of illuminance of its own.

    Args:
        name: shown with its results, unique in the layout.
        width_m: above 0.
        gap_m: from the road's outer edge to the strip's near side, 0 or more.
        edge: the side of the road on which it lies.

    """

    name: str
    width_m: float
    gap_m: float = 0.0
    edge: Edge = Edge.RIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadLayout:
    """What is lit.

    Args:
        width_m: the calculated carriageway from edge to edge, above 0.
        lanes: lanes of equal width on it, 1 or more.
        oncoming_lanes: how many of them face the other way. Their observers look along -x; with 0
            all observers look along +x. Which lanes: the far ones of the driving side.
        driving: the side on which traffic keeps.
        reserve_m: width of the reserve before a second carriageway of the same width;
            None where there is none.
        strips: footways and the like.
        edge_strip_m: width of the strips of the edge illuminance ratio; None takes one lane's
            width, the standard's rule where there is room beside the road.

    Raises:
        PhotometryError: (photometry.E002) a length is not finite or not above zero, lanes do not
            fit, two strips have one name.

    """

    width_m: float
    lanes: int = 2
    oncoming_lanes: int = 0
    driving: Driving = Driving.RIGHT
    reserve_m: float | None = None
    strips: tuple[Strip, ...] = ()
    edge_strip_m: float | None = None

    def __post_init__(self) -> None:
        if problem := _problem(self):
            raise PhotometryError(
                f"This road cannot be: {problem}.",
                fix="Correct the cross-section; lengths are metres.",
                code="photometry.E002",
            )

    @property
    def lane_width_m(self) -> float:
        """Width of one lane in metres."""
        return self.width_m / self.lanes

    @property
    def lane_centres_m(self) -> tuple[float, ...]:
        """Places (y) of the lanes' centre lines, from the right."""
        return tuple((lane + 0.5) * self.lane_width_m for lane in range(self.lanes))

    @property
    def headings(self) -> tuple[int, ...]:
        """Direction of travel per lane from the right: +1 along x, -1 against it."""
        along, against = (1,) * (self.lanes - self.oncoming_lanes), (-1,) * self.oncoming_lanes
        return along + against if self.driving is Driving.RIGHT else against + along

    @property
    def total_width_m(self) -> float:
        """From the right outer edge to the left one, across reserve and second carriageway."""
        return self.width_m if self.reserve_m is None else 2 * self.width_m + self.reserve_m

    def span_m(self, strip: Strip) -> tuple[float, float]:
        """Places (y) of a strip's right and left side."""
        if strip.edge is Edge.RIGHT:
            return -strip.gap_m - strip.width_m, -strip.gap_m
        near = self.total_width_m + strip.gap_m
        return near, near + strip.width_m

    def rotated(self) -> RoadLayout:
        """The same road seen by somebody who comes the other way."""
        return replace(
            self,
            oncoming_lanes=self.lanes - self.oncoming_lanes if self.oncoming_lanes else 0,
            strips=tuple(replace(strip, edge=strip.edge.other) for strip in self.strips),
        )


def _problem(road: RoadLayout) -> str:
    """What is wrong with a road, or nothing."""
    names = [strip.name for strip in road.strips]
    if not _is_length(road.width_m):
        return f"the carriageway is {road.width_m} m wide"
    if road.lanes < 1 or not 0 <= road.oncoming_lanes <= road.lanes:
        return f"it has {road.lanes} lanes, {road.oncoming_lanes} of them oncoming"
    for name in ("reserve_m", "edge_strip_m"):
        if (value_m := getattr(road, name)) is not None and not _is_length(value_m):
            return f"{name} is {value_m}"
    for strip in road.strips:
        if not _is_length(strip.width_m) or not (_is_length(strip.gap_m) or strip.gap_m == 0):
            return f"“{strip.name}” is {strip.width_m} m wide, {strip.gap_m} m off the edge"
    return "" if len(set(names)) == len(names) else "two strips have the same name"


def _is_length(value_m: float) -> bool:
    return math.isfinite(value_m) and value_m > 0
