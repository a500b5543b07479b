"""Files come in: begun, taken over when whole, or given up."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stadtherz.core.journal.contract import note, personal, publish
from stadtherz.core.media import keys, store
from stadtherz.core.media.errors import UploadError
from stadtherz.core.media.events import PictureReceived
from stadtherz.core.media.examining import Examined, examine
from stadtherz.core.media.models import Item, Keeping, Upload
from stadtherz.core.media.settings import Settings
from stadtherz.core.media.spooling import check_space
from stadtherz.core.occasions import queries as occasions
from stadtherz.core.people.contract import NotAllowedError, action
from stadtherz.core.registry.queries import settings_of
from stadtherz.lib.envelope import HEADER_RANDOM_BYTES, new_header
from stadtherz.lib.pictures import Kind

if TYPE_CHECKING:
    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.occasions.models import Occasion

UPLOAD = "media.upload"
CONTENT_TYPES = {
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.TIFF: "image/tiff",
    Kind.DNG: "image/x-adobe-dng",
    Kind.HEIC: "image/heic",
}


@action(UPLOAD, needs_right=False)
def begin_upload(occasion: Occasion, *, filename: str, length_bytes: int, by: Actor) -> Upload:
    """Announce a file for an open occasion; the right may be held in any of its organisations.

    Raises:
        NotAllowedError: the actor may not upload here.
        UploadError: the occasion is closed or deleted, the file empty, too large, or the disk full.

    """
    if not occasions.may_in(occasion, UPLOAD, by=by):
        raise NotAllowedError(UPLOAD)
    if length_bytes <= 0:
        raise UploadError(
            _("The file is empty."),
            fix=_("Look at it on the camera or card, and send it again."),
            code="media.E001",
            status=400,
        )
    check_space(length_bytes)
    _keep(occasion)
    upload = Upload.objects.create(
        occasion=occasion,
        filename=_plain_name(filename),
        length_bytes=length_bytes,
        header=new_header(os.urandom(HEADER_RANDOM_BYTES)),
        actor_kind=by.kind,
        actor_id=by.id,
    )
    note(upload, occasion=occasion.id, length_bytes=length_bytes)
    personal(filename=upload.filename)
    return upload


def _keep(occasion: Occasion) -> None:
    keeping, _made = Keeping.objects.get_or_create(
        occasion=occasion,
        defaults={"retention_days": settings_of(Settings).retention_days},
    )
    if keeping.destroyed_at is not None or not occasion.is_open:
        raise UploadError(
            _("The occasion is closed and takes no more files."),
            fix=_("Open a new occasion for them."),
            code="media.E005",
            status=409,
        )
    keys.make_key(occasion.id)


def receive(upload: Upload, *, by: Actor) -> Item:
    """Take a whole upload over: checked by content, stored under its hash, told to the rooms.

    The same picture twice in one occasion is one item. Looking at the bytes takes longer than a
    write transaction may, and comes before it.

    Raises:
        PictureError: it is no picture, cut, or too large to decode; the upload is discarded.
        NotAllowedError: the right to upload ended meanwhile.

    """
    seen = examine(upload)
    address = store.adopt(store.spool_path(upload.id))
    item = _take_over(upload, seen, address, by=by)
    if item.address != address:  # known already
        store.remove(address)
    return item


@action(UPLOAD, verb="media.receive", needs_right=False)
def _take_over(upload: Upload, seen: Examined, address: str, *, by: Actor) -> Item:
    if not occasions.may_in(upload.occasion, UPLOAD, by=by):
        raise NotAllowedError(UPLOAD)
    known = Item.objects.filter(occasion=upload.occasion_id, plain_sha256=seen.sha256).first()
    if known is not None:
        note(known, duplicate=True)
        _finished(upload)
        return known
    item = Item.objects.create(
        id=upload.id,
        occasion=upload.occasion,
        filename=upload.filename,
        content_type=CONTENT_TYPES[seen.kind],
        size_bytes=upload.length_bytes,
        width_px=seen.width_px,
        height_px=seen.height_px,
        plain_sha256=seen.sha256,
        address=address,
        received_at=timezone.now(),
        received_from=by.kind,
        sender_id=by.id,
    )
    note(item, occasion=upload.occasion_id, sha256=seen.sha256)
    publish(
        PictureReceived(
            occasion_id=upload.occasion_id,
            item_id=item.id,
            is_exercise=upload.occasion.is_exercise,
        )
    )
    _finished(upload)
    return item


@action(UPLOAD, needs_right=False)
def abandon(upload: Upload, *, by: Actor) -> None:
    """Give an unfinished upload up; nothing of it stays."""
    note(upload)
    _finished(upload)


def _finished(upload: Upload) -> None:
    upload_id = upload.id
    Upload.objects.filter(id=upload_id).delete()
    transaction.on_commit(lambda: store.discard_upload(upload_id))


def _plain_name(filename: str) -> str:
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in name if c.isprintable())[:255] or "picture"
