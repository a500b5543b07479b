"""The public API, version 1: every room's router, one way to say who asks and what failed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from ninja import NinjaAPI
from ninja.throttling import AnonRateThrottle, BaseThrottle

import stadtherz
from stadtherz.core.people.contract import NotAllowedError, actor_of
from stadtherz.core.registry import queries as registry
from stadtherz.lib.errors import CityError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class ByActor(AnonRateThrottle):
    """Counts a token or person by its id."""

    def get_cache_key(self, request: HttpRequest) -> str | None:
        return f"throttle-actor-{actor_of(request).id}"


class ActorThrottle(BaseThrottle):
    """One rate for visitors, counted by address, another for tokens and people, by their id.

    ninja's throttles keep a request's state on themselves and are shared between threads, so
    each request gets its own here.
    """

    def __init__(self, anonymous: str, known: str) -> None:
        self._anonymous = anonymous
        self._known = known
        self._told = threading.local()

    def allow_request(self, request: HttpRequest) -> bool:
        if actor_of(request).is_anonymous:
            fresh = AnonRateThrottle(self._anonymous)
        else:
            fresh = ByActor(self._known)
        allowed = fresh.allow_request(request)
        self._told.wait_s = None if allowed else fresh.wait()
        return allowed

    def wait(self) -> float | None:
        return getattr(self._told, "wait_s", None)


THROTTLES: list[BaseThrottle] = [ActorThrottle(anonymous="60/m", known="600/m")]

api = NinjaAPI(
    title="Stadtherz",
    version="1",
    description=(
        "Everything a page can do. Version 1 only ever grows. Keys: `Authorization: Bearer …`; "
        "made under “Keys for programs”. Errors: `message`, `fix`, `code`."
    ),
    urls_namespace="api-1",
    docs_url=None,
    throttle=THROTTLES,
    openapi_extra={"info": {"x-software-version": stadtherz.__version__}},
)

for _module in registry.modules():
    if _module.api is not None:
        api.add_router(f"/{_module.key}/", _module.api, tags=[_module.key])


def _answer(request: HttpRequest, status: int, message: str, fix: str, code: str) -> HttpResponse:
    return api.create_response(
        request, {"message": message, "fix": fix, "code": code}, status=status
    )


@api.exception_handler(CityError)
def city_error(request: HttpRequest, error: CityError) -> HttpResponse:
    """Answer an expected failure."""
    return _answer(request, 400, error.message, error.fix, error.code)


@api.exception_handler(NotAllowedError)
def not_allowed(request: HttpRequest, error: NotAllowedError) -> HttpResponse:
    """Answer a missing right: 401 to visitors, 403 to who is known."""
    known = not actor_of(request).is_anonymous
    return _answer(
        request,
        403 if known else 401,
        f"This needs the right {error.permission}.",
        "Ask the administrator for the role." if known else "Send a key or sign in.",
        "house.E403" if known else "house.E401",
    )


@api.exception_handler(ObjectDoesNotExist)
def nothing_there(request: HttpRequest, error: ObjectDoesNotExist) -> HttpResponse:
    """Answer for what does not exist, or not for this actor."""
    return _answer(request, 404, "There is nothing with this id.", "Check the id.", "house.E404")
