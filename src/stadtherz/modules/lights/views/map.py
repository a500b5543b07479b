"""What the map's layer fetches: tiles of lamps, and the present light as bytes."""

from __future__ import annotations

import gzip
from functools import lru_cache
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from stadtherz.core.people import queries as people
from stadtherz.core.people.contract import public, requires
from stadtherz.modules.lights import queries

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

TILE_TYPE = "application/vnd.mapbox-vector-tile"
BRIEFLY = "public, max-age=60"


@public
def show_tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """One tile of lamps; 204 where there is none."""
    version = queries.register_version()
    etag = f'"{version}-{z}-{x}-{y}"'
    if request.headers.get("If-None-Match") == etag:
        return _kept(HttpResponseNotModified(), etag)
    tile = queries.lamp_tile(version, z, x, y)
    if tile is None:
        return _kept(HttpResponse(status=204), etag)
    takes = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(tile if takes else gzip.decompress(tile), content_type=TILE_TYPE)
    if takes:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return _kept(response, etag)


@requires("lights.view")
def show_levels(request: HttpRequest) -> HttpResponse:
    """The present light of every lamp, as a delta of `lib.lightwave`; 204 if unknown."""
    picture = queries.present_picture(people.town())
    return _picture(request, bytes(picture.content), picture.at) if picture else _dark()


@public
def show_town_levels(request: HttpRequest) -> HttpResponse:
    """The same for everyone: lamp by lamp only in a simulation, else whole streets, late."""
    picture = queries.present_picture(people.town())
    return _picture(request, bytes(picture.public), picture.at) if picture else _dark()


def _dark() -> HttpResponse:
    """Nothing is known of the light: no bridge runs, or it has been silent for too long."""
    response = HttpResponse(status=204)
    response["Cache-Control"] = "no-store"
    return response


def _picture(request: HttpRequest, content: bytes, at: dt.datetime) -> HttpResponse:
    """Give a picture with its age in seconds, `Picture-Age`, by this server's clock."""
    is_zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    told = _zipped(content) if is_zipped else content
    response = HttpResponse(told, content_type="application/octet-stream")
    if is_zipped:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    response["Cache-Control"] = "no-store"
    response["Picture-Age"] = f"{max(0.0, (timezone.now() - at).total_seconds()):.3f}"
    return response


@lru_cache(maxsize=4)
def _zipped(content: bytes) -> bytes:
    """Zip once for everyone who asks within the second that a picture lasts.

    Levels are no secret that a page's other words could be guessed beside (BREACH): the body
    holds nothing that the visitor sent.
    """
    return gzip.compress(content, 4, mtime=0)


def _kept(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = BRIEFLY
    return response
