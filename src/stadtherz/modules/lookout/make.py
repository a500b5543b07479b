"""Makers of incidents with photos, for tests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from stadtherz.core.media import actions as media
from stadtherz.core.media.spooling import Spool

if TYPE_CHECKING:
    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.media.models import Item
    from stadtherz.core.occasions.models import Occasion


def received(data: bytes, *, occasion: Occasion, by: Actor, filename: str = "") -> Item:
    """A picture that has come in, as the upload edge takes it."""
    name = filename or f"{os.urandom(4).hex()}.jpg"
    upload = media.begin_upload(occasion, filename=name, length_bytes=len(data), by=by)
    spool = Spool(upload)
    try:
        spool.write(data)
        spool.finish()
    finally:
        spool.close()
    return media.receive(upload, by=by)
