"""Lists of public places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, Count, Value, When

from stadtherz.core.places.kinds import QUIET
from stadtherz.core.places.models import Place

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from stadtherz.core.people.models import Town


def places_of(town: Town | None, *, kind: str = "") -> QuerySet[Place]:
    """A town's public places by name, nameless ones last: those of its pack, owned by nobody.

    Args:
        kind: only this one; without it benches, bins and their like are left out.

    """
    rows = Place.objects.filter(town=town, organisation=None, pack__isnull=False)
    rows = rows.filter(kind=kind) if kind else rows.exclude(kind__in=QUIET).exclude(name="")
    is_nameless = Case(When(name="", then=Value(1)), default=Value(0))
    return rows.order_by(is_nameless, "name", "kind", "id")


def kinds_of(town: Town | None) -> dict[str, int]:
    """Kinds of a town's public places, with how many there are (one SQL query)."""
    rows = Place.objects.filter(town=town, organisation=None, pack__isnull=False)
    return dict(rows.values_list("kind").annotate(Count("id")).order_by("kind"))
