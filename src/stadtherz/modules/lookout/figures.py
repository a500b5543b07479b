"""Figures of the lookout for the yearly review."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from django.db.models import Q

from stadtherz.modules.lookout.models import Photo

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet


def photos(first: dt.date, after: dt.date, organisation_ids: Sequence[UUID]) -> float:
    """How many photos came in from real incidents; exercises do not count."""
    return float(_photos(first, after, organisation_ids).count())


def seconds_to_map(first: dt.date, after: dt.date, organisation_ids: Sequence[UUID]) -> float:
    """Median seconds from the last byte to the place on the map; 0 without photos."""
    rows = _photos(first, after, organisation_ids).filter(read_at__isnull=False)
    taken = [
        (read_at - received_at).total_seconds()
        for read_at, received_at in rows.values_list("read_at", "received_at")
        if read_at
    ]
    return round(statistics.median(taken), 2) if taken else 0.0


def _photos(first: dt.date, after: dt.date, organisation_ids: Sequence[UUID]) -> QuerySet[Photo]:
    inside = Q(received_at__date__gte=first, received_at__date__lt=after, is_exercise=False)
    if organisation_ids:
        inside &= Q(occasion__organisation__in=list(organisation_ids))
    return Photo.objects.filter(inside)
