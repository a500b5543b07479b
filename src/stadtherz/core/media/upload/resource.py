"""An upload as tus names it: created, asked for its offset, terminated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.core.media import actions, queries
from stadtherz.core.media.settings import Settings
from stadtherz.core.media.spooling import Spool
from stadtherz.core.media.upload.answer import VERSION
from stadtherz.core.media.upload.header import identity, length, metadata
from stadtherz.core.occasions import queries as occasions
from stadtherz.core.people.contract import NotAllowedError
from stadtherz.core.registry.queries import settings_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from stadtherz.core.media.models import Upload
    from stadtherz.core.media.upload.answer import Answer
    from stadtherz.core.people.contract import Actor

PREFIX = "/upload/"


def create(headers: dict[str, str], actor: Actor) -> Answer:
    """Announce a file (tus creation)."""
    known = metadata(headers.get("upload-metadata", ""))
    upload = begin(known.get("occasion", ""), known.get("filename", ""), length(headers), actor)
    return 201, {"Location": f"{PREFIX}{upload.id}"}, None


def begin(occasion_key: str, filename: str, length_bytes: int, actor: Actor) -> Upload:
    """Begin an upload to an occasion in which the actor may."""
    occasion = occasions.occasion_for(identity(occasion_key), by=actor, permission="media.upload")
    return actions.begin_upload(occasion, filename=filename, length_bytes=length_bytes, by=actor)


def _head(upload_id: UUID, actor: Actor) -> Answer:
    upload = own(upload_id, actor)
    spool = Spool(upload)
    try:
        lies_bytes = spool.offset_bytes
    finally:
        spool.close()
    return 200, {**offset(lies_bytes), "Upload-Length": str(upload.length_bytes)}, None


def own(upload_id: UUID, actor: Actor) -> Upload:
    """An upload that this actor began, while the right to its occasion lasts."""
    upload = queries.uploads_of(by=actor).get(id=upload_id)
    if not occasions.may_in(upload.occasion, "media.upload", by=actor):
        raise NotAllowedError("media.upload")
    return upload


def _delete(upload_id: UUID, actor: Actor) -> Answer:
    actions.abandon(own(upload_id, actor), by=actor)
    return 204, {}, None


AT_ONCE: dict[str, Callable[[UUID, Actor], Answer]] = {"HEAD": _head, "DELETE": _delete}


def offset(offset_bytes: int) -> dict[str, str]:
    """Headers that tell how far an upload is."""
    return {"Upload-Offset": str(offset_bytes), "Cache-Control": "no-store"}


def options() -> dict[str, str]:
    """What is spoken here (tus OPTIONS)."""
    return {
        "Tus-Version": VERSION.decode(),
        "Tus-Extension": "creation,termination",
        "Tus-Max-Size": str(settings_of(Settings).most_bytes),
    }
