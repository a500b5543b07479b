"""Proof by password, slowed down by django-axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.shortcuts import render
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
