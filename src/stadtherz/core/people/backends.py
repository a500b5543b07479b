"""Proof by password, slowed down by django-axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from stadtherz.core.people.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class PasswordBackend(BaseBackend):
    """Log-in name and password; takes as long for unknown names as for known ones."""

    def authenticate(
        self, request: HttpRequest | None, login: str = "", password: str = "", **_rest: Any
    ) -> Person | None:
        person = Person.objects.filter(login__iexact=login).first()
        if person is None or not person.has_usable_password():
            make_password(password)
            return None
        return person if person.check_password(password) and person.is_active else None

    def get_user(self, user_id: Any) -> Person | None:
        return Person.objects.filter(pk=user_id, is_active=True).first()


def counted_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Under which name wrong tries are counted: a keyed hash of what was typed.

    Some people type their password into the field of the name; so what is typed there never
    reaches a table or log. Small and capital letters count together, as they do for signing in.
    """
    typed = (credentials or {}).get("login") or (request.POST.get("login", "") if request else "")
    return salted_hmac("people.tries", str(typed).casefold(), algorithm="sha256").hexdigest()


def locked_out(request: HttpRequest, *_args: Any, **_rest: Any) -> HttpResponse:
    """Say that there were too many wrong tries, and how long the pause is."""
    answer = render(
        request,
        "ui/errors/429.html",
        {
            "message": _("There were too many wrong tries for this account."),
            "fix": _("Wait a quarter of an hour, or sign in with a passkey."),
            "code": "people.E429",
            "status": 429,
        },
        status=429,
    )
    answer["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME * 3600))
    return answer
