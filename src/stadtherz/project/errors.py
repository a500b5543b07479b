"""What a person sees when something fails: what happened, why, what to do, and a code."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.db import OperationalError
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from stadtherz.lib.errors import CityError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

PAGES = (400, 403, 404, 429, 500)
LOG = logging.getLogger(__name__)


class CityErrorMiddleware:
    """Turns a `CityError` that a view lets through into a page (or JSON) with status 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError) and "full" in str(error):  # SQLITE_FULL, 53100
            return full_disk(request)
        if isinstance(error, ObjectDoesNotExist):
            return not_found(request, error)
        if not isinstance(error, CityError):
            return None
        return told(request, 400, message=error.message, fix=error.fix, code=error.code)


def told(request: HttpRequest, status: int, *, message: str, fix: str, code: str) -> HttpResponse:
    """The error as a page, or as JSON where JSON was asked for."""
    if request.path.startswith("/api/") or "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"message": message, "fix": fix, "code": code}, status=status)
    context = {"message": message, "fix": fix, "code": code, "status": status}
    page = status if status in PAGES else 500
    return render(request, f"ui/errors/{page}.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handle a request that cannot be understood."""
    return told(
        request,
        400,
        message=_("The request could not be understood."),
        fix=_("Go back and try again."),
        code="house.E400",
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handle a request without the right."""
    return told(
        request,
        403,
        message=_("Your account does not have the right for this page."),
        fix=_("Ask your administrator for the role, or sign in with another account."),
        code="house.E403",
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Handle a form whose proof of origin is missing or old."""
    return told(
        request,
        403,
        message=_("The form was too old, or did not come from this site."),
        fix=_("Reload the page and send the form again."),
        code="house.E419",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handle an address that leads nowhere."""
    return told(
        request,
        404,
        message=_("There is nothing at this address."),
        fix=_("Check the address, or begin at the start page."),
        code="house.E404",
    )


def full_disk(request: HttpRequest) -> HttpResponse:
    """Handle a database that cannot grow: the action was taken back as a whole (RFC 4918 11.5)."""
    LOG.error("the disk of the database is full", extra={"path": request.path})
    return told(
        request,
        507,
        message=_("The disk of the server is full. Nothing of this was saved."),
        fix=_("Tell who runs the server to make room, then do it again."),
        code="house.E507",
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Handle what nobody expected; the number finds it in the log."""
    number = secrets.token_hex(4)
    LOG.error("unexpected failure", extra={"number": number, "path": request.path})
    return told(
        request,
        500,
        message=_("Something went wrong on our side."),
        fix=_("Try again in a minute. If it stays, tell us this number: %(number)s.")
        % {"number": number},
        code="house.E500",
    )
