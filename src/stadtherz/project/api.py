"""The public API, version 1: every room's router, one way to say who asks and what failed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ninja.throttling import AnonRateThrottle, BaseThrottle

import stadtherz
from stadtherz.core.people.contract import actor_of
from stadtherz.core.registry import queries as registry
from stadtherz.project.refusals import HouseAPI, teach_refusals

if TYPE_CHECKING:
    from django.http import HttpRequest


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

api = HouseAPI(
    title="Stadtherz",
    version="1",
    description=(
        "Everything a page can do. Version 1 only ever grows. Keys: `Authorization: Bearer …`; "
        "made under “Keys for programs”. Errors: `message`, `fix`, `code`; 422 also `details`."
    ),
    urls_namespace="api-1",
    docs_url=None,
    throttle=THROTTLES,
    openapi_extra={"info": {"x-software-version": stadtherz.__version__}},
)

for _module in registry.modules():
    if _module.api is not None:
        api.add_router(f"/{_module.key}/", _module.api, tags=[_module.key])


teach_refusals(api)
