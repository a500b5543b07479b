"""The upload edge, raw ASGI: tus 1.0.0 for browsers, one PUT for ``curl``.

    POST   /upload/                 tus creation; Upload-Metadata: occasion, filename
    HEAD   /upload/<id>             Upload-Offset: what lies on disk
    PATCH  /upload/<id>             the next bytes; acknowledged when they lie on disk
    DELETE /upload/<id>             tus termination
    PUT    /upload/<occasion>/<filename>      a whole file

Source: tus resumable upload protocol 1.0.0, core and the extensions creation, expiration and
termination. Who asks is told by session cookie or bearer key; forms of other sites cannot send
the ``Tus-Resumable`` header or a PUT without being asked by the browser first, and a foreign
``Origin`` is refused.
"""

from __future__ import annotations

import asyncio
import base64
import json
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import close_old_connections
from django.http.request import split_domain_port, validate_host
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from stadtherz.core.media import actions, queries
from stadtherz.core.media.errors import MediaError, UploadError
from stadtherz.core.media.models import Item, Upload
from stadtherz.core.media.settings import Settings
from stadtherz.core.media.spooling import Spool
from stadtherz.core.media.words import language_of, words_of
from stadtherz.core.occasions import queries as occasions
from stadtherz.core.occasions.models import Occasion
from stadtherz.core.people.contract import Actor, NotAllowedError
from stadtherz.core.people.edge import actor_from_scope
from stadtherz.core.registry.queries import settings_of
from stadtherz.lib.errors import CityError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    Scope = dict[str, Any]
    Receive = Callable[[], Awaitable[dict[str, Any]]]
    Send = Callable[[dict[str, Any]], Awaitable[None]]

VERSION = b"1.0.0"
PREFIX = "/upload/"
STREAM = "application/offset+octet-stream"
PARK_BYTES = 8 << 20
"""After so many bytes an upload is parked also while it is still running."""
MOST_DIGITS = 15
T = TypeVar("T")
Answer = tuple[int, dict[str, str], dict[str, Any] | None]


class _Refusal(Exception):  # noqa: N818 - an answer on its way up, not a failure
    def __init__(self, status: int, code: str, message: str, fix: str) -> None:
        self.answer: Answer = (status, {}, {"message": message, "fix": fix, "code": code})


class _Disconnected(Exception):  # noqa: N818 - the client went; what it sent is kept
    pass


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request below ``/upload/``."""
    if scope["type"] != "http":
        await send({"type": "websocket.close"})
        return
    headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
    with override(language_of(headers)):
        answer = await _answer_or_refuse(scope, headers, receive)
    if answer is not None:
        await _send(send, answer)


async def _answer_or_refuse(
    scope: Scope, headers: dict[str, str], receive: Receive
) -> Answer | None:
    try:
        answer = await _answer(scope, headers, receive)
    except _Disconnected:
        return None
    except _Refusal as refusal:
        answer = refusal.answer
    except PermissionDenied as error:
        answer = _not_allowed(error)
    except (Upload.DoesNotExist, Occasion.DoesNotExist):
        answer = _told(404, "media.E404", _("There is no such upload."), _("Begin it again."))
    except UploadError as error:
        answer = _told(error.status, error.code, error.message, error.fix)
    except CityError as error:
        answer = _told(422, error.code, *words_of(error))
    return answer


async def _answer(  # noqa: PLR0911 - one per method
    scope: Scope, headers: dict[str, str], receive: Receive
) -> Answer:
    _check_host(headers)
    _check_origin(headers)
    method, rest = scope["method"], scope["path"].removeprefix(PREFIX)
    if method == "OPTIONS":
        return 204, _options(), None
    actor = await sync_to_async(actor_from_scope)(scope)
    if actor.is_anonymous:
        return _told(
            401, "media.E401", _("Nobody is signed in."), _("Sign in, or send a mission key.")
        )
    if method == "PUT":
        return await _put(rest, headers, receive, actor)
    if headers.get("tus-resumable", "").encode() != VERSION:
        return 412, {"Tus-Version": VERSION.decode()}, None
    if method == "PATCH":
        return await _patch(_uuid(rest), headers, receive, actor)
    if method == "POST" and not rest:
        return await _in_thread(_create, headers, actor)
    if method in AT_ONCE:
        return await _in_thread(AT_ONCE[method], _uuid(rest), actor)
    return _told(
        405, "media.E405", _("This method is not known here."), _("See the documentation.")
    )


def _create(headers: dict[str, str], actor: Actor) -> Answer:
    told = _metadata(headers.get("upload-metadata", ""))
    upload = _begin(told.get("occasion", ""), told.get("filename", ""), _length(headers), actor)
    return 201, {"Location": f"{PREFIX}{upload.id}"}, None


def _begin(occasion_key: str, filename: str, length_bytes: int, actor: Actor) -> Upload:
    occasion = occasions.occasion_for(_uuid(occasion_key), by=actor, permission="media.upload")
    return actions.begin_upload(occasion, filename=filename, length_bytes=length_bytes, by=actor)


def _head(upload_id: UUID, actor: Actor) -> Answer:
    upload = _own(upload_id, actor)
    spool = Spool(upload)
    try:
        offset = spool.offset_bytes
    finally:
        spool.close()
    return 200, {**_offset(offset), "Upload-Length": str(upload.length_bytes)}, None


def _own(upload_id: UUID, actor: Actor) -> Upload:
    """An upload that this actor began, while the right to its occasion lasts."""
    upload = queries.uploads_of(by=actor).get(id=upload_id)
    if not occasions.may_in(upload.occasion, "media.upload", by=actor):
        raise NotAllowedError("media.upload")
    return upload


def _delete(upload_id: UUID, actor: Actor) -> Answer:
    actions.abandon(_own(upload_id, actor), by=actor)
    return 204, {}, None


AT_ONCE: dict[str, Callable[[UUID, Actor], Answer]] = {"HEAD": _head, "DELETE": _delete}


async def _patch(
    upload_id: UUID, headers: dict[str, str], receive: Receive, actor: Actor
) -> Answer:
    if headers.get("content-type") != STREAM:
        return _told(
            415,
            "media.E415",
            _("The content type must be %(type)s.") % {"type": STREAM},
            _("Send tus 1.0.0."),
        )
    upload = await _in_thread(_own, upload_id, actor)
    spool = await _in_thread(Spool, upload)
    try:
        if headers.get("upload-offset") != str(spool.offset_bytes):
            return _told(
                409,
                "media.E409",
                _("%(count)d bytes lie here; the upload goes on from there.")
                % {"count": spool.offset_bytes},
                _("Ask for the offset by HEAD and go on from it."),
            )
        return await _take(spool, receive, actor)
    finally:
        await _in_thread(spool.close)


async def _put(rest: str, headers: dict[str, str], receive: Receive, actor: Actor) -> Answer:
    occasion_key, _slash, filename = rest.partition("/")
    length = _length(headers, "content-length")
    upload = await _in_thread(_begin, occasion_key, filename, length, actor)
    spool = await _in_thread(Spool, upload)
    try:
        return await _take(spool, receive, actor)
    finally:
        await _in_thread(spool.close)


async def _take(spool: Spool, receive: Receive, actor: Actor) -> Answer:
    """Write what comes, park it, and take the file over when it is whole."""
    since_parked = 0
    try:
        async for chunk in _body(receive):
            await _in_thread(spool.write, chunk)
            since_parked += len(chunk)
            if since_parked >= PARK_BYTES:
                await _in_thread(spool.park)
                since_parked = 0
    except _Disconnected:
        await _in_thread(spool.park)
        raise
    offset = await _in_thread(spool.park)
    if offset < spool.upload.length_bytes:
        return 204, _offset(offset), None
    return await _in_thread(_finish, spool, actor)


def _finish(spool: Spool, actor: Actor) -> Answer:
    offset = spool.offset_bytes
    spool.finish()
    try:
        item = actions.receive(spool.upload, by=actor)
    except MediaError:
        raise
    except CityError:
        actions.abandon(spool.upload, by=actor)
        raise
    return 200, {**_offset(offset), "X-Media-Item": str(item.id)}, _item(item)


def _item(item: Item) -> dict[str, Any]:
    return {
        "item": str(item.id),
        "filename": item.filename,
        "sha256": item.plain_sha256,
        "size_bytes": item.size_bytes,
    }


async def _body(receive: Receive) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Disconnected
        if chunk := message.get("body", b""):
            yield chunk
        more = message.get("more_body", False)


async def _in_thread(function: Callable[..., T], *args: Any) -> T:
    language = get_language()  # a thread begins with the default one

    def run() -> T:
        try:
            with override(language):
                return function(*args)
        finally:
            close_old_connections()

    return await asyncio.to_thread(run)


def _check_host(headers: dict[str, str]) -> None:
    """Refuse names that are not ours: another site may have made its own name point here."""
    if not validate_host(split_domain_port(headers.get("host", ""))[0], settings.ALLOWED_HOSTS):
        raise _Refusal(
            400, "media.E400", _("This host name is not one of ours."), _("Check the address.")
        )


def _check_origin(headers: dict[str, str]) -> None:
    origin = headers.get("origin")
    if origin is None:
        return
    host = headers.get("host", "")
    own = {f"http://{host}", f"https://{host}", settings.INSTALLATION.server.public_url}
    if origin not in own:
        raise _Refusal(
            403, "media.E403", _("Another site sent this."), _("Upload from our own page.")
        )


def _length(headers: dict[str, str], name: str = "upload-length") -> int:
    value = headers.get(name, "")
    if not (value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS):
        raise _Refusal(
            411,
            "media.E411",
            _("The length is missing."),
            _("Send the header %(name)s.") % {"name": name},
        )
    return int(value)


def _metadata(header: str) -> dict[str, str]:
    pairs = (part.strip().partition(" ") for part in header.split(",") if part.strip())
    try:
        return {name: base64.b64decode(value).decode() for name, _gap, value in pairs}
    except ValueError:  # neither Base64 nor UTF-8, or not even ASCII
        raise _Refusal(
            400, "media.E400", _("Upload-Metadata cannot be read."), _("Send key and Base64 pairs.")
        ) from None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise _Refusal(
            404, "media.E404", _("There is no such upload or occasion."), _("Check the address.")
        ) from None


def _offset(offset_bytes: int) -> dict[str, str]:
    return {"Upload-Offset": str(offset_bytes), "Cache-Control": "no-store"}


def _options() -> dict[str, str]:
    return {
        "Tus-Version": VERSION.decode(),
        "Tus-Extension": "creation,termination",
        "Tus-Max-Size": str(settings_of(Settings).most_bytes),
    }


def _told(status: int, code: str, message: str, fix: str) -> Answer:
    return status, {}, {"message": message, "fix": fix, "code": code}


def _not_allowed(error: PermissionDenied) -> Answer:
    right = error.permission if isinstance(error, NotAllowedError) else ""
    return _told(
        403,
        "house.E403",
        _("This needs the right %(right)s.") % {"right": right},
        _("Ask the control centre for a key."),
    )


async def _send(send: Send, answer: Answer) -> None:
    status, headers, body = answer
    content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    pairs = {"Tus-Resumable": VERSION.decode(), "X-Content-Type-Options": "nosniff", **headers}
    if content:
        pairs["Content-Type"] = "application/json"
    if status != 204:  # noqa: PLR2004 - No Content has no length
        pairs["Content-Length"] = str(len(content))
    raw = [(name.lower().encode(), value.encode()) for name, value in pairs.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": content})
