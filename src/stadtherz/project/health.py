"""Alive and ready: for supervisors, and for people with a fix for every finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse

from stadtherz.core.people.contract import actor_of, public
from stadtherz.core.registry import queries as registry
from stadtherz.core.registry.contract import Finding
from stadtherz.project.conf import current

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest


@public
def live(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process does."""
    return HttpResponse("ok", content_type="text/plain")


@public
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when pages can be served, else 503; details for administrators only."""
    findings = all_findings()
    broken = [f for f in findings if f.level == "error"]
    shown = findings if actor_of(request).may("people.manage") else []
    response = JsonResponse(
        {
            "ready": not broken,
            "findings": [
                {"code": f.code, "level": f.level, "message": str(f.message), "fix": str(f.fix)}
                for f in shown
            ],
        },
        status=503 if broken else 200,
    )
    response._has_been_logged = True  # type: ignore[attr-defined] # noqa: SLF001 - an answer, no failure
    return response


def all_findings() -> list[Finding]:
    """What the checks of all rooms found; a check that fails is itself a finding."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return [
            Finding(
                code="house.E001",
                message=f"The database does not answer: {error}",
                fix="Start the database, or correct the section [database] of the settings.",
                level="error",
            )
        ]
    return [*_edge(), *(finding for check in registry.checks() for finding in check.run())]


def _edge() -> Iterator[Finding]:
    """Behind a proxy that is not named, all visitors share its address, and every limit."""
    server = current().server
    if server.public_url.startswith("https://") and not server.trusted_proxies:
        yield Finding(
            code="house.W002",
            message="Visitors come through a reverse proxy, but none is trusted to say who they "
            "are: all share one address, and the limits per address.",
            fix="Let the proxy send X-Forwarded-For, and name its address in "
            "server.trusted_proxies (docs/operate/proxy.md).",
            level="warning",
        )
