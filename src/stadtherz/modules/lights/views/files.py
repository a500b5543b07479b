"""The register as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse

from stadtherz.core.people import queries as people
from stadtherz.core.people.contract import actor_of, requires
from stadtherz.modules.lights import queries
from stadtherz.modules.lights.tables import lamps_csv, lamps_geojson

if TYPE_CHECKING:
    from django.http import HttpRequest


@requires("lights.view")
def download_csv(request: HttpRequest) -> HttpResponse:
    """Every lamp as a row of CSV."""
    content = lamps_csv(queries.lamps(by=actor_of(request)), people.town())
    return _file(content, "text/csv; charset=utf-8", "lampen.csv")


@requires("lights.view")
def download_geojson(request: HttpRequest) -> HttpResponse:
    """Every lamp as a GeoJSON point."""
    content = lamps_geojson(queries.lamps(by=actor_of(request)), people.town())
    return _file(content, "application/geo+json", "lampen.geojson")


def _file(content: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
