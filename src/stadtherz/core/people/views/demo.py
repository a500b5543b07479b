"""The demo's front door: choose who you are, follow three steps."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stadtherz.core.people import demo
from stadtherz.core.people.contract import actor_of, public
from stadtherz.core.people.roles import ROLE_NAMES
from stadtherz.core.people.signing import begin_session, safe_next
from stadtherz.core.registry import queries as registry

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

COOKIE = "stadtherz_demo"
COOKIE_AGE_S = 12 * 3600
SALT = "people.demo"


@dataclass(frozen=True)
class RoleCard:
    """A card of the role switcher."""

    key: str
    role: StrOrPromise
    person: demo.DemoPerson
    begins_at: str
    is_me: bool


@public
@never_cache
@require_http_methods(["GET", "POST"])
def switcher(request: HttpRequest) -> HttpResponse:
    """Show the roles to who holds the key of this start; POST ``role`` signs in as it."""
    if key := request.GET.get("key", ""):
        return _let_in(key)
    if not is_inside(request):
        raise Http404
    if request.method == "POST":
        return _become(request)
    steps = {
        "watch": begin_of("citizen"),
        "open": begin_of("dispatcher"),
        "drop": begin_of("drone_crew"),
    }
    return render(request, "people/demo.html", {"cards": cards(request), "steps": steps})


def is_inside(request: HttpRequest) -> bool:
    """Whether this browser has shown the key of the running start."""
    if not settings.DEMO_KEY:
        return False
    try:
        shown = signing.TimestampSigner(salt=SALT).unsign(
            request.COOKIES.get(COOKIE, ""), max_age=COOKIE_AGE_S
        )
    except signing.BadSignature:
        return False
    return secrets.compare_digest(shown.encode(), _digest().encode())


def cards(request: HttpRequest) -> list[RoleCard]:
    """The six people of the demo."""
    me = actor_of(request)
    return [
        RoleCard(
            one.role_key,
            ROLE_NAMES[one.role_key],
            one,
            begin_of(one.role_key),
            is_me=me.name == one.name and not me.is_anonymous,
        )
        for one in demo.PEOPLE
    ]


def begin_of(role_key: str) -> str:
    """The page where the role's work begins: the menu entry that the fewest other roles see."""
    rights = registry.permissions()
    own = [
        (len(rights[item.permission].roles), item)
        for item in registry.nav_items()
        if item.permission in rights and role_key in rights[item.permission].roles
    ]
    if not own:
        return reverse("home")
    return reverse(min(own, key=lambda pair: pair[0])[1].url_name)


def _become(request: HttpRequest) -> HttpResponse:
    role_key = request.POST.get("role", "")
    person = demo.person_for(role_key)
    if person is None:
        raise Http404
    begin_session(request, person, proof="demo")
    return redirect(safe_next(request, begin_of(role_key)))


def _let_in(key: str) -> HttpResponse:
    held = settings.DEMO_KEY
    if not held or not secrets.compare_digest(key.encode(), held.encode()):
        raise Http404
    answer = redirect("people:demo")
    answer.set_cookie(
        COOKIE,
        signing.TimestampSigner(salt=SALT).sign(_digest()),
        max_age=COOKIE_AGE_S,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


def _digest() -> str:
    return hashlib.sha256(settings.DEMO_KEY.encode()).hexdigest()
