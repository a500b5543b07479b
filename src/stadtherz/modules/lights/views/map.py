"""What the map's layer fetches: tiles of lamps, and the present light as bytes."""

from __future__ import annotations

import gzip
from functools import lru_cache
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from stadtherz.core.people import queries as people
from stadtherz.core.people.contract import public, requires
from stadtherz.modules.lights import queries

if TYPE_CHECKING:
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
    """The present light of every lamp, as a delta of `lib.lightwave`; 204 before the bridge ran."""
    picture = queries.picture_of(people.town())
    return _bytes(request, bytes(picture.content) if picture else None)


@public
def show_town_levels(request: HttpRequest) -> HttpResponse:
    """The same for everyone: lamp by lamp only in a simulation, else whole streets, late."""
    picture = queries.picture_of(people.town())
    return _bytes(request, bytes(picture.public) if picture else None)


def _bytes(request: HttpRequest, content: bytes | None) -> HttpResponse:
    status = 204 if content is None else 200
    is_zipped = bool(content) and "gzip" in request.headers.get("Accept-Encoding", "")
    told = _zipped(content) if content and is_zipped else content
    response = HttpResponse(told or b"", content_type="application/octet-stream", status=status)
    if is_zipped:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    response["Cache-Control"] = "no-store"
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
