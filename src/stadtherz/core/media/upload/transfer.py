"""Bytes on their way in: part by part, or a whole file at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from stadtherz.core.media import actions
from stadtherz.core.media.errors import MediaError
from stadtherz.core.media.spooling import Spool
from stadtherz.core.media.upload.answer import told
from stadtherz.core.media.upload.body import Disconnected, pieces
from stadtherz.core.media.upload.header import length
from stadtherz.core.media.upload.resource import begin, offset, own
from stadtherz.core.media.upload.thread import in_thread
from stadtherz.lib.errors import CityError

if TYPE_CHECKING:
    from uuid import UUID

    from stadtherz.core.media.models import Item
    from stadtherz.core.media.upload.answer import Answer
    from stadtherz.core.media.upload.body import Receive
    from stadtherz.core.people.contract import Actor

STREAM = "application/offset+octet-stream"
PARK_BYTES = 8 << 20
"""After so many bytes an upload is parked also while it is still running."""


async def patch(upload_id: UUID, headers: dict[str, str], receive: Receive, actor: Actor) -> Answer:
    """Take the next bytes of an upload (tus PATCH); acknowledged when they lie on disk."""
    if headers.get("content-type") != STREAM:
        return told(
            415,
            "media.E415",
            _("The content type must be %(type)s.") % {"type": STREAM},
            _("Send tus 1.0.0."),
        )
    upload = await in_thread(own, upload_id, actor)
    spool = await in_thread(Spool, upload)
    try:
        if headers.get("upload-offset") != str(spool.offset_bytes):
            return told(
                409,
                "media.E409",
                _("%(count)d bytes lie here; the upload goes on from there.")
                % {"count": spool.offset_bytes},
                _("Ask for the offset by HEAD and go on from it."),
            )
        return await _take(spool, receive, actor)
    finally:
        await in_thread(spool.close)


async def put(rest: str, headers: dict[str, str], receive: Receive, actor: Actor) -> Answer:
    """Take a whole file: the address names occasion and file."""
    occasion_key, _slash, filename = rest.partition("/")
    length_bytes = length(headers, "content-length")
    upload = await in_thread(begin, occasion_key, filename, length_bytes, actor)
    spool = await in_thread(Spool, upload)
    try:
        return await _take(spool, receive, actor)
    finally:
        await in_thread(spool.close)


async def _take(spool: Spool, receive: Receive, actor: Actor) -> Answer:
    """Write what comes, park it, and take the file over when it is whole."""
    since_parked = 0
    try:
        async for chunk in pieces(receive):
            await in_thread(spool.write, chunk)
            since_parked += len(chunk)
            if since_parked >= PARK_BYTES:
                await in_thread(spool.park)
                since_parked = 0
    except Disconnected:
        await in_thread(spool.park)
        raise
    lies_bytes = await in_thread(spool.park)
    if lies_bytes < spool.upload.length_bytes:
        return 204, offset(lies_bytes), None
    return await in_thread(_finish, spool, actor)


def _finish(spool: Spool, actor: Actor) -> Answer:
    lies_bytes = spool.offset_bytes
    spool.finish()
    try:
        item = actions.receive(spool.upload, by=actor)
    except MediaError:
        raise
    except CityError:
        actions.abandon(spool.upload, by=actor)
        raise
    return 200, {**offset(lies_bytes), "X-Media-Item": str(item.id)}, _item(item)


def _item(item: Item) -> dict[str, Any]:
    return {
        "item": str(item.id),
        "filename": item.filename,
        "sha256": item.plain_sha256,
        "size_bytes": item.size_bytes,
    }
