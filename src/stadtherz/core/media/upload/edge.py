"""One request below ``/upload/``: who asks, for what, and which answer it gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import override

from stadtherz.core.media.errors import UploadError
from stadtherz.core.media.models import Upload
from stadtherz.core.media.upload.answer import (
    VERSION,
    Refusal,
    not_allowed,
    send_answer,
    told,
)
from stadtherz.core.media.upload.body import Disconnected
from stadtherz.core.media.upload.header import check_host, check_origin, identity
from stadtherz.core.media.upload.resource import AT_ONCE, PREFIX, create, options
from stadtherz.core.media.upload.thread import in_thread
from stadtherz.core.media.upload.transfer import patch, put
from stadtherz.core.media.words import language_of, words_of
from stadtherz.core.occasions.models import Occasion
from stadtherz.core.people.edge import actor_from_scope
from stadtherz.lib.errors import CityError

if TYPE_CHECKING:
    from stadtherz.core.media.upload.answer import Answer, Send
    from stadtherz.core.media.upload.body import Receive

    Scope = dict[str, Any]


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request below ``/upload/``."""
    if scope["type"] != "http":
        await send({"type": "websocket.close"})
        return
    headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
    with override(language_of(headers)):
        answer = await _answer_or_refuse(scope, headers, receive)
    if answer is not None:
        await send_answer(send, answer)


async def _answer_or_refuse(
    scope: Scope, headers: dict[str, str], receive: Receive
) -> Answer | None:
    try:
        answer = await _answer(scope, headers, receive)
    except Disconnected:
        return None
    except Refusal as refusal:
        answer = refusal.answer
    except PermissionDenied as error:
        answer = not_allowed(error)
    except (Upload.DoesNotExist, Occasion.DoesNotExist):
        answer = told(404, "media.E404", _("There is no such upload."), _("Begin it again."))
    except UploadError as error:
        answer = told(error.status, error.code, error.message, error.fix)
    except CityError as error:
        answer = told(422, error.code, *words_of(error))
    return answer


async def _answer(  # noqa: PLR0911 - one per method
    scope: Scope, headers: dict[str, str], receive: Receive
) -> Answer:
    check_host(headers)
    check_origin(headers)
    method, rest = scope["method"], scope["path"].removeprefix(PREFIX)
    if method == "OPTIONS":
        return 204, options(), None
    actor = await in_thread(actor_from_scope, scope)
    if actor.is_anonymous:
        return _unknown(headers)
    if method == "PUT":
        return await put(rest, headers, receive, actor)
    if headers.get("tus-resumable", "").encode() != VERSION:
        return 412, {"Tus-Version": VERSION.decode()}, None
    if method == "PATCH":
        return await patch(identity(rest), headers, receive, actor)
    if method == "POST" and not rest:
        return await in_thread(create, headers, actor)
    if method in AT_ONCE:
        return await in_thread(AT_ONCE[method], identity(rest), actor)
    return told(405, "media.E405", _("This method is not known here."), _("See the documentation."))


def _unknown(headers: dict[str, str]) -> Answer:
    if headers.get("authorization"):
        return told(
            401,
            "media.E401",
            _("This key is not valid: it is wrong, has run out, or was ended."),
            _("Ask the control centre for a new key."),
        )
    return told(401, "media.E401", _("Nobody is signed in."), _("Sign in, or send a mission key."))
