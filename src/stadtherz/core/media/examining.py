"""Looking at a finished upload: what it is, how large, and the hash of its plain bytes."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stadtherz.core.media import keys, store
from stadtherz.core.media.settings import Settings
from stadtherz.core.registry.queries import settings_of
from stadtherz.lib.envelope import unseal
from stadtherz.lib.pictures.identify import dimensions, identify, require_complete

if TYPE_CHECKING:
    from stadtherz.core.media.models import Upload
    from stadtherz.lib.pictures import Kind

LARGE_BYTES: Final = 16 << 20
_LARGE = threading.Lock()
"""Held by who has more than `LARGE_BYTES` in memory: one large file at a time in a process."""


@dataclass(frozen=True, kw_only=True)
class Examined:
    """What the content says."""

    kind: Kind
    width_px: int
    height_px: int
    sha256: str


def examine(upload: Upload) -> Examined:
    """Open a finished upload and judge it by its content alone.

    Raises:
        PictureError: it is no picture, cut, or too large to decode.

    """
    with _LARGE if upload.length_bytes > LARGE_BYTES else contextlib.nullcontext():
        plain = _plain(upload)
        kind = identify(plain)
        require_complete(plain)
        width, height = dimensions(plain, max_pixels=settings_of(Settings).most_pixels)
        digest = hashlib.sha256(plain).hexdigest()
    return Examined(kind=kind, width_px=width, height_px=height, sha256=digest)


def _plain(upload: Upload) -> bytes:
    """The whole file, never twice in memory."""
    plain = bytearray(upload.length_bytes)
    at = 0
    with store.spool_path(upload.id).open("rb") as file:
        sealed = iter(lambda: file.read(store.CHUNK_BYTES), b"")
        for piece in unseal(sealed, key=keys.key_of(upload.occasion_id), media_id=upload.id.bytes):
            plain[at : at + len(piece)] = piece
            at += len(piece)
    return plain  # type: ignore[return-value] # parsers only read: a copy would double it
