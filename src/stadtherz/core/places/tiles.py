"""The base map over HTTP: tiles from memory, and the whole town as one picture."""

from __future__ import annotations

import gzip
from functools import lru_cache
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseNotFound, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from stadtherz.core.people import queries as people
from stadtherz.core.people.contract import public
from stadtherz.core.places.queries.packs import archive, pack_of
from stadtherz.lib.tiles import TileKey, frame_of, svg, tiles_in

if TYPE_CHECKING:
    from django.http import HttpRequest

    from stadtherz.core.places.domain import Box

TILE_TYPE = "application/vnd.mapbox-vector-tile"
FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=300"
WIDTH_PX = 1200

_USED: dict[str, tuple[str, str, Box]] = {}
"""Version to key, digest and box of packs seen by this process: a tile then needs no SQL."""


@public
def show_tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """One tile: 204 where the town's box is empty, 404 outside; kept for ever with ``?v=``."""
    version = request.GET.get("v", "")
    used = _used(version)
    if used is None or not _touches(used[2], z, x, y):
        return HttpResponseNotFound(content_type="text/plain")
    key, digest, _box = used
    etag = f'"{digest[:12]}-{z}-{x}-{y}"'
    if request.headers.get("If-None-Match") == etag:
        return _kept(HttpResponseNotModified(), etag, version)
    tile = archive(key, digest).tile(z, x, y)
    if tile is None:
        return _kept(HttpResponse(status=204), etag, version)
    return _kept(_zipped(request, tile, TILE_TYPE), etag, version)


@public
def show_overview(request: HttpRequest) -> HttpResponse:
    """The whole town as an SVG picture, for pages without JavaScript and for print."""
    version = request.GET.get("v", "")
    used = _used(version)
    pack = pack_of(people.town()) if used else None
    if used is None or pack is None:
        return HttpResponseNotFound(content_type="text/plain")
    title = _("Map of %(town)s") % {"town": pack.town.name}
    etag = f'"{used[1][:12]}-svg-{request.LANGUAGE_CODE}"'
    if request.headers.get("If-None-Match") == etag:
        return _kept(HttpResponseNotModified(), etag, version)
    drawn = _drawing(used[0], used[1], used[2], title, pack.attribution)
    return _kept(_zipped(request, drawn, "image/svg+xml"), etag, version)


@lru_cache(maxsize=4)
def _drawing(key: str, digest: str, box: Box, title: str, attribution: str) -> bytes:
    picture = svg(
        archive(key, digest), frame_of(box, width_px=WIDTH_PX), title=title, attribution=attribution
    )
    return gzip.compress(picture.encode(), 6, mtime=0)


def _used(version: str) -> tuple[str, str, Box] | None:
    if version and version in _USED:
        return _USED[version]
    pack = pack_of(people.town())
    if pack is None:
        return None
    used = (pack.key, pack.digest, pack.box)
    _USED.clear()  # an older pack's files go with it
    _USED[pack.version] = used
    return used


def _touches(box: Box, z: int, x: int, y: int) -> bool:
    deepest = 22
    return 0 <= z <= deepest and TileKey(z, x, y) in _range(box, z)


@lru_cache(maxsize=64)
def _range(box: Box, z: int) -> TileRange:
    first, *_rest = west_north = list(tiles_in((box[0], box[3], box[0], box[3]), z))
    last = next(tiles_in((box[2], box[1], box[2], box[1]), z), west_north[-1])
    return TileRange(first, last)


class TileRange:
    """The tiles of one zoom between two corners, both included."""

    def __init__(self, first: TileKey, last: TileKey) -> None:
        self.first, self.last = first, last

    def __contains__(self, key: TileKey) -> bool:
        return self.first.x <= key.x <= self.last.x and self.first.y <= key.y <= self.last.y


def _zipped(request: HttpRequest, content: bytes, kind: str) -> HttpResponse:
    """Send gzipped bytes as they are to who takes them, plain to others."""
    takes = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(content if takes else gzip.decompress(content), content_type=kind)
    if takes:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _kept(response: HttpResponse, etag: str, version: str) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = FOREVER if version and f'"{version}-' in etag else BRIEFLY
    return response
