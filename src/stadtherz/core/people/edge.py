"""Where requests meet people: the actor of a request, a live stream, an API call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import close_old_connections
from django.http import parse_cookie
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from stadtherz.core.people import queries
from stadtherz.core.people.models import Person, PersonSession
from stadtherz.core.people.models.sessions import SessionStore
from stadtherz.core.registry.values import ANYONE, Actor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest, HttpResponse


class ActorMiddleware:
    """Sets ``request.actor``, read when first needed: the person of the session, or a visitor.

    A bearer token in the Authorization header counts instead of the session; a wrong one
    makes a visitor, never the session's person.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of_request(request))  # type: ignore[attr-defined] # the one place that sets it
        return self.get_response(request)


def actor_of_request(request: HttpRequest) -> Actor:
    """Who asks: by bearer token if one is sent, else by session."""
    if secret := bearer_secret(request.headers.get("Authorization", "")):
        return queries.actor_for_token(secret) or ANYONE
    if isinstance(user := request.user, Person):
        return queries.actor_for(user)
    return ANYONE


def bearer_secret(header: str) -> str:
    """The token of an ``Authorization: Bearer`` header (RFC 6750 section 2.1), or nothing."""
    kind, _, secret = header.partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""


def actor_from_scope(scope: dict[str, Any]) -> Actor:
    """The actor of a raw ASGI request. Blocks on the database: call it in a thread."""
    try:
        headers = _headers(scope.get("headers", ()))
        if secret := bearer_secret(headers.get("authorization", "")):
            return queries.actor_for_token(secret) or ANYONE
        key = session_key_from(headers.get("cookie", ""))
        return actor_of_session(key) if key else ANYONE
    finally:
        close_old_connections()


def session_key_from(cookie_header: str) -> str:
    """The session key among the cookies, or nothing."""
    return parse_cookie(cookie_header).get(settings.SESSION_COOKIE_NAME, "")


def actor_of_session(session_key: str) -> Actor:
    """The actor of a running session; a visitor when it has ended."""
    row = (
        PersonSession.objects.filter(session_key=session_key, person__isnull=False)
        .select_related("person")
        .first()
    )
    if row is None or row.person is None:
        return ANYONE
    data = SessionStore(session_key).load()
    return queries.actor_for(row.person) if data.get(SESSION_KEY) else ANYONE


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in pairs}


def remember_language(person: Person) -> None:
    """Keep the language in which the person last signed in."""
    code = translation.get_language() or person.language
    if code != person.language:
        Person.objects.filter(pk=person.pk).update(language=code)
