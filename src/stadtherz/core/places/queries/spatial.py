"""Within a box, near a point: over any table that has the spatial index."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from django.db import connections, models
from django.db.models import ExpressionWrapper, F, FloatField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Sqrt

from stadtherz.core.places.domain import box_around, metres_per_degree
from stadtherz.core.places.errors import PlaceError
from stadtherz.core.places.models import Address
from stadtherz.core.places.spatial import box_sql, columns_of

if TYPE_CHECKING:
    from stadtherz.core.people.models import Town
    from stadtherz.core.places.domain import Box

M = TypeVar("M", bound=models.Model)
RINGS_M = (60.0, 250.0, 1000.0, 5000.0)


def within(queryset: models.QuerySet[M], box: Box) -> models.QuerySet[M]:
    """Rows whose position or box touches `box`, by the spatial index of their table.

    Args:
        queryset: of a model whose table has a `contract.spatial_index`; its columns are ``lon``
            and ``lat``, or what the model's ``spatial_columns`` says.
        box: west, south, east, north in degrees; may not cross the 180th meridian.

    Raises:
        PlaceError: places.E005, the box is none.

    """
    west, south, east, north = _sound(box)
    model = queryset.model
    columns = columns_of(model)
    table = model._meta.db_table  # noqa: SLF001 - Django's documented model API
    exact = {
        f"{columns[0]}__lte": east, f"{columns[2]}__gte": west,
        f"{columns[1]}__lte": north, f"{columns[3]}__gte": south,
    }  # fmt: skip
    if connections[queryset.db].vendor == "postgresql":
        asked = f"{box_sql(table, columns)} && box(point(%s, %s), point(%s, %s))"
        touches = RawSQL(asked, (west, south, east, north), output_field=models.BooleanField())  # noqa: S611 - names from models, values as parameters
        return queryset.filter(touches, **exact)
    # The R*Tree holds 32-bit boxes that contain the true ones: it preselects, columns decide.
    found = RawSQL(  # noqa: S611 - names from models, values as parameters
        f'SELECT key FROM "{table}_spots" WHERE west <= %s AND east >= %s '  # noqa: S608 - as above
        "AND south <= %s AND north >= %s",
        (east, west, north, south),
    )
    return queryset.filter(pk__in=found, **exact)


def near(
    queryset: models.QuerySet[M], lon: float, lat: float, *, radius_m: float
) -> models.QuerySet[M]:
    """Rows within a radius of a point, nearest first, with ``distance_m``.

    Distances are plane ones with the ellipsoid's metres per degree at the point: good to 0.1 %
    within 10 km. Of boxes the point ``lon``, ``lat`` on them counts.

    Args:
        queryset: as for `within`; the model has the fields ``lon`` and ``lat``.
        lon, lat: degrees.
        radius_m: up to 100,000.

    """
    limit_m = 100_000
    if not 0 < radius_m <= limit_m:
        raise PlaceError(
            f"A radius of {radius_m:g} m cannot be searched.",
            fix=f"Choose more than 0 and at most {limit_m:,} m.",
            code="places.E006",
        )
    lon_m, lat_m = metres_per_degree(lat)
    x, y = (F("lon") - lon) * lon_m, (F("lat") - lat) * lat_m
    distance = Sqrt(ExpressionWrapper(x * x + y * y, output_field=FloatField()))
    inside = within(queryset, box_around(lon, lat, radius_m)).annotate(distance_m=distance)
    nearest_first = inside.filter(distance_m__lte=radius_m).order_by("distance_m", "pk")
    return cast("models.QuerySet[M]", nearest_first)


def nearest_address(
    town: Town | None, lon: float, lat: float, *, radius_m: float = 1000.0
) -> Address | None:
    """The address nearest to a point, with ``distance_m`` and its street; None beyond the radius.

    Looks in growing rings, so that a crowded place costs no more than a lonely one.
    """
    if town is None:
        return None
    rows = Address.objects.filter(town=town).select_related("street")
    for ring_m in (*(r for r in RINGS_M if r < radius_m), radius_m):
        found = near(rows, lon, lat, radius_m=ring_m).first()
        if found is not None:
            return found
    return None


def _sound(box: Box) -> Box:
    west, south, east, north = box
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004 - degrees
        raise PlaceError(
            "This box is none: west, south, east, north in degrees, west left of east.",
            fix="Write for example 7.75,49.43,7.78,49.45.",
            code="places.E005",
        )
    return box
