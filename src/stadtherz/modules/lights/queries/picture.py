"""The recorded light: the picture of now, a lamp's last hours, energy."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Sum
from django.utils import timezone

from stadtherz.lib.lightwave import Knowledge, decode_delta
from stadtherz.modules.lights.domain import WH_PER_KWH
from stadtherz.modules.lights.models import LightPicture, LightSample

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from uuid import UUID

    from numpy.typing import NDArray

    from stadtherz.core.people.models import Town

STALE_AFTER_S = 15.0
"""A picture this old is no longer called the present one."""


@dataclass(frozen=True, kw_only=True)
class LampLight:
    """A lamp's light at one moment; `known` is the key of `lib.lightwave.Knowledge`."""

    level_percent: int
    known: str
    at: dt.datetime | None = None


UNKNOWN = LampLight(level_percent=0, known="unknown")


def picture_of(town: Town | None) -> LightPicture | None:
    """The latest picture of the town's light; None before the bridge ran."""
    return LightPicture.objects.filter(town=town).first() if town else None


def present_picture(town: Town | None, *, now_at: dt.datetime | None = None) -> LightPicture | None:
    """The latest picture, None when it is too old to be called the present light."""
    picture = picture_of(town)
    return picture if picture and not is_stale(picture, now_at) else None


def levels_of(
    picture: LightPicture | None, rows: Sequence[int], *, now_at: dt.datetime | None = None
) -> list[LampLight]:
    """Level and knowledge of these rows; unknown without a picture or with a stale one."""
    if picture is None or is_stale(picture, now_at):
        return [UNKNOWN] * len(rows)
    lamps, levels, knowledge = decode_delta(bytes(picture.content))
    at = np.searchsorted(lamps, rows)
    return [
        _light(levels, knowledge, int(i), picture.town_at)
        if i < len(lamps) and lamps[i] == row
        else UNKNOWN
        for i, row in zip(at, rows, strict=True)
    ]


def history_of(row: int, town: Town | None, *, samples: int = 120) -> list[LampLight]:
    """A lamp's light at the latest samples, newest first."""
    stored = LightSample.objects.filter(town=town).values_list("town_at", "content")[:samples]
    return [
        light
        for town_at, content in stored
        if (light := _sampled(bytes(content), row, town_at)) is not None
    ]


def energy_kwh(
    first_on: dt.date, until_on: dt.date, organisation_ids: Sequence[UUID]
) -> tuple[float, float]:
    """Energy and energy at full in kWh of these days, of real lamps and of simulated ones.

    Args:
        first_on, until_on: first day, and day after the last.
        organisation_ids: of organisations whose towns count; empty = all.

    """
    samples = LightSample.objects.filter(town_at__date__gte=first_on, town_at__date__lt=until_on)
    if organisation_ids:
        samples = samples.filter(town__organisations__in=organisation_ids).distinct()
    told = samples.aggregate(drawn=Sum("energy_wh"), full=Sum("full_wh"))
    return (told["drawn"] or 0.0) / WH_PER_KWH, (told["full"] or 0.0) / WH_PER_KWH


def is_stale(picture: LightPicture, now_at: dt.datetime | None = None) -> bool:
    """Whether a picture is too old to be called the present light."""
    apart_s = ((now_at or timezone.now()) - picture.at).total_seconds()
    return abs(apart_s) > STALE_AFTER_S


def _sampled(content: bytes, row: int, at: dt.datetime) -> LampLight | None:
    if not content:
        return None
    both = np.frombuffer(zlib.decompress(content), dtype=np.uint8)
    count = len(both) // 2
    return _light(both[:count], both[count:], row, at) if row < count else None


def _light(
    levels: NDArray[np.uint8], knowledge: NDArray[np.uint8], index: int, at: dt.datetime
) -> LampLight:
    known = Knowledge(int(knowledge[index])).name.lower()
    return LampLight(level_percent=int(levels[index]), known=known, at=at)
