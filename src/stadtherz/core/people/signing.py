"""How a request becomes a session: the one place that begins and ends sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import login, logout
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from stadtherz.core.people import actions, queries
from stadtherz.core.people.edge import remember_language
from stadtherz.core.people.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest

BACKEND = "stadtherz.core.people.backends.PasswordBackend"


def begin_session(request: HttpRequest, person: Person, *, proof: str) -> None:
    """Sign the person in with a fresh session key.

    Args:
        request: of the browser that has just proved who sits there.
        person: an active account.
        proof: what proved it: ``password``, ``password+code``, ``password+recovery``,
            ``passkey``, ``invitation`` or ``demo``.

    """
    request.session.flush()
    login(request, person, backend=BACKEND)
    request.session["user_agent"] = request.headers.get("User-Agent", "")[:300]
    actions.sign_in(person, proof=proof, by=queries.actor_for(person))
    remember_language(person)


def finish_session(request: HttpRequest) -> None:
    """Sign out whoever is signed in; nothing happens to visitors."""
    if isinstance(request.user, Person) and request.session.session_key:
        by = queries.actor_for(request.user)
        actions.sign_out(request.user, session_key=request.session.session_key, by=by)
    logout(request)


def safe_next(request: HttpRequest, fallback: str, *, wanted: str = "") -> str:
    """The page that ``next`` names when it lies on this host, else the fallback."""
    wanted = wanted or request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else fallback


def invitation_url(request: HttpRequest, person: Person, secret: str) -> str:
    """The whole address that an administrator hands to a new person."""
    path = reverse("people:invitation", args=[person.id, secret])
    return request.build_absolute_uri(path)
