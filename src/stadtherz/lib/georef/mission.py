"""A whole mission: decide its orientations by neighbours, measure it, move it elsewhere."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.georef.agreement import (
    Agreement,
    Patch,
    Photo,
    compare,
    lay,
    possible_turns,
)
from stadtherz.lib.georef.errors import GeorefError
from stadtherz.lib.georef.frame import LocalFrame
from stadtherz.lib.georef.view import view_of
from stadtherz.lib.pictures.shot import Decision, Orientation, Shot

if TYPE_CHECKING:
    from collections.abc import Sequence

_MIN_SCORE, _MIN_MARGIN = 0.3, 0.1
_MAX_NEIGHBOURS = 6


@dataclass(frozen=True, slots=True)
class Pair:
    """Two photos of a mission, by index, and how they agree."""

    a: int
    b: int
    found: Agreement

    @property
    def clear(self) -> bool:
        """Whether one pair of orientations fits and no other comes near."""
        return self.found.score >= _MIN_SCORE and self.found.margin >= _MIN_MARGIN


def neighbours(photos: Sequence[Photo], *, of: int | None = None) -> tuple[Pair, ...]:
    """Return the agreements of photos with their nearest neighbours.

    Args:
        photos: those of one mission; one that cannot be placed takes no part.
        of: only pairs that contain this index (a photo that has just arrived).

    """
    where = _positions(photos)
    if not where:
        return ()
    first = next(iter(where))
    frame = LocalFrame(photos[first].shot.lon_deg or 0.0, photos[first].shot.lat_deg or 0.0)
    laid: dict[int, dict[int, Patch]] = {}
    pairs = []
    for a, b in _near_pairs(where, of):
        for index in (a, b):
            if index not in laid:
                turns = possible_turns(photos[index].shot)
                laid[index] = {turn: lay(photos[index], turn, frame) for turn in turns}
        found = compare(laid[a], laid[b])
        if found is not None:
            pairs.append(Pair(a, b, found))
    return tuple(pairs)


def orientations(
    photos: Sequence[Photo],
    alone: Sequence[Orientation],
    *,
    pairs: Sequence[Pair] | None = None,
) -> tuple[Orientation, ...]:
    """Return the orientation of each photo by what its file says and what its neighbours show.

    A turn is taken from neighbours when two of them show it, or one and the file is suspicious
    already; neighbours that contradict the file's own proof leave it unverified.

    Args:
        photos: those of one mission.
        alone: ``pictures.judge_alone`` of each, in the same order.
        pairs: from ``neighbours``, when they were computed before.

    """
    votes: dict[int, list[tuple[Decision, float]]] = defaultdict(list)
    for pair in neighbours(photos) if pairs is None else pairs:
        if pair.clear:
            votes[pair.a].append((pair.found.decision_a, pair.found.margin))
            votes[pair.b].append((pair.found.decision_b, pair.found.margin))
    return tuple(_settle(own, votes[index]) for index, own in enumerate(alone))


def relocate(shots: Sequence[Shot], *, to_lon: float, to_lat: float) -> tuple[Shot, ...]:
    """Return a recorded mission moved rigidly: its first placed shot stands at the new place.

    East and north offsets in metres and all angles are kept; shots without position stay
    without. Heights above take-off are kept, absolute altitudes are dropped, because they
    would be wrong at the new place. The caller marks the result as an exercise.
    """
    start = next((shot for shot in shots if shot.lon_deg is not None), None)
    if start is None or start.lon_deg is None or start.lat_deg is None:
        return tuple(shots)
    old, new = LocalFrame(start.lon_deg, start.lat_deg), LocalFrame(to_lon, to_lat)
    moved = []
    for shot in shots:
        if shot.lon_deg is None or shot.lat_deg is None:
            moved.append(shot)
            continue
        lon, lat = new.to_degrees(*old.to_metres(shot.lon_deg, shot.lat_deg))
        moved.append(replace(shot, lon_deg=lon, lat_deg=lat, absolute_altitude_m=None))
    return tuple(moved)


def disagreement_m(
    photos: Sequence[Photo], truth: Sequence[Decision], tested: Sequence[Decision],
    pairs: Sequence[Pair],
) -> list[float]:  # fmt: skip
    """Return how far apart neighbours place the same ground, one median in metres per pair.

    The same ground is known from the clear agreements of ``pairs`` (orientation ``truth``); each
    such point is then placed through both photos under the orientations ``tested``.
    """
    return [
        _pair_disagreement(photos, truth, tested, pair)
        for pair in pairs
        if pair.clear
        and (pair.found.decision_a, pair.found.decision_b) == (truth[pair.a], truth[pair.b])
    ]


def _pair_disagreement(
    photos: Sequence[Photo], truth: Sequence[Decision], tested: Sequence[Decision], pair: Pair
) -> float:
    shots = photos[pair.a].shot, photos[pair.b].shot
    true_a, true_b = (
        view_of(s, decision=truth[i]) for s, i in zip(shots, (pair.a, pair.b), strict=True)
    )
    test_a, test_b = (
        view_of(s, decision=tested[i]) for s, i in zip(shots, (pair.a, pair.b), strict=True)
    )
    away = np.array(true_a.frame.to_metres(true_b.pose.lon_deg, true_b.pose.lat_deg))
    x_a, y_a = np.meshgrid(
        np.linspace(0, shots[0].width_px, 41), np.linspace(0, shots[0].height_px, 41)
    )
    ground = true_a.ground_metres(x_a, y_a)
    east, north = pair.found.shift_m
    x_b, y_b = true_b.pixels(ground[0] + east - away[0], ground[1] + north - away[1])
    seen = (x_b >= 0) & (y_b >= 0) & (x_b < shots[1].width_px) & (y_b < shots[1].height_px)
    one = test_a.ground_metres(x_a[seen], y_a[seen])
    other = test_b.ground_metres(x_b[seen], y_b[seen]) + away[:, None]
    return float(np.median(np.hypot(*(one - other)))) if seen.any() else float("nan")


def _positions(photos: Sequence[Photo]) -> dict[int, tuple[float, float, float]]:
    """Return index to east, north, height of the photos that can be placed."""
    where: dict[int, tuple[float, float, float]] = {}
    frame: LocalFrame | None = None
    for index, photo in enumerate(photos):
        try:
            pose = view_of(photo.shot).pose
        except GeorefError:
            continue
        frame = frame or LocalFrame(pose.lon_deg, pose.lat_deg)
        where[index] = (*frame.to_metres(pose.lon_deg, pose.lat_deg), pose.height_m)
    return where


def _near_pairs(
    where: dict[int, tuple[float, float, float]], of: int | None
) -> list[tuple[int, int]]:
    """Return the pairs of each photo with its nearest, as far as their ground can overlap."""
    chosen: set[tuple[int, int]] = set()
    distance: dict[tuple[int, int], float] = {}
    for a, b in combinations(where, 2):
        apart = float(np.hypot(where[a][0] - where[b][0], where[a][1] - where[b][1]))
        if apart < 3 * max(where[a][2], where[b][2]):
            distance[a, b] = apart
    for index in where if of is None else [of]:
        mine = sorted((apart, pair) for pair, apart in distance.items() if index in pair)
        chosen.update(pair for _, pair in mine[:_MAX_NEIGHBOURS])
    return sorted(chosen)


def _settle(own: Orientation, votes: list[tuple[Decision, float]]) -> Orientation:
    if not votes:
        return own
    weight: dict[Decision, float] = defaultdict(float)
    for decision, margin in votes:
        weight[decision] += margin
    winner = max(weight, key=lambda decision: weight[decision])
    share = weight[winner] / sum(weight.values())
    count = sum(decision is winner for decision, _ in votes)
    words = f"{count} of {len(votes)} neighbours agree on the ground when it is {winner.value}"
    reasons = (words, *own.reasons)
    if own.decision is winner:
        return Orientation(winner, max(own.confidence, 0.9 + 0.09 * share), reasons)
    suspicious = own.decision is Decision.UNVERIFIED
    if share > 0.8 and (suspicious or (count >= 2 and own.decision is Decision.AS_SHOT)):  # noqa: PLR2004 -- a clear majority; two independent neighbours
        return Orientation(winner, 0.8 * share + 0.05 * min(count, 3), reasons)
    return Orientation(Decision.UNVERIFIED, 0.5, reasons)
