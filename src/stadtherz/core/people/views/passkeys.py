"""The passkey ceremonies' four calls and the removal of a passkey."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from stadtherz.core.people import actions, queries
from stadtherz.core.people.contract import SIGNED_IN, actor_of, public, requires
from stadtherz.core.people.errors import AccountError
from stadtherz.core.people.models import Passkey
from stadtherz.core.people.signing import begin_session, safe_next
from stadtherz.core.people.views.me import me

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

MOST_BYTES = 64_000


@requires(SIGNED_IN)
@never_cache
@require_POST
def ask_new(request: HttpRequest) -> JsonResponse:
    """Begin to make a passkey."""
    from stadtherz.core.people import passkeys  # noqa: PLC0415 -- webauthn: slow, and rarely needed

    town = queries.town()
    house = f"Stadtherz {town.name}" if town else "Stadtherz"
    return JsonResponse(passkeys.registration_options(request, me(request), house=house))


@requires(SIGNED_IN)
@never_cache
@require_POST
def answer_new(request: HttpRequest) -> JsonResponse:
    """Keep the passkey that the browser made."""
    from stadtherz.core.people import passkeys  # noqa: PLC0415 -- webauthn: slow, and rarely needed

    told = _body(request)
    credential = told.get("credential") or {}
    new = passkeys.registered(request, credential)
    actions.add_passkey(
        me(request),
        name=str(told.get("name") or _("Passkey"))[:80],
        credential=actions.NewCredential(
            id=new.credential_id,
            public_key=new.credential_public_key,
            sign_count=new.sign_count,
            transports=_transports(credential),
        ),
        by=actor_of(request),
    )
    return JsonResponse({"next": f"{reverse('people:account')}?done=passkey-added"})


@requires(SIGNED_IN)
@require_POST
def remove(request: HttpRequest, passkey_id: UUID) -> HttpResponse:
    """Forget a passkey of one's own."""
    person = me(request)
    passkey = get_object_or_404(Passkey, pk=passkey_id, person=person)
    actions.remove_passkey(person, passkey=passkey, by=actor_of(request))
    return redirect(f"{reverse('people:account')}?done=passkey-removed")


@public
@never_cache
@require_POST
def ask(request: HttpRequest) -> JsonResponse:
    """Begin to sign in by passkey."""
    from stadtherz.core.people import passkeys  # noqa: PLC0415 -- webauthn: slow, and rarely needed

    return JsonResponse(passkeys.sign_in_options(request))


@public
@never_cache
@require_POST
def answer(request: HttpRequest) -> JsonResponse:
    """Sign in whose passkey answered."""
    from stadtherz.core.people import passkeys  # noqa: PLC0415 -- webauthn: slow, and rarely needed

    told = _body(request)
    credential = told.get("credential") or {}
    person = passkeys.signed_in(request, credential, str(told.get("state", "")))
    begin_session(request, person, proof="passkey")
    wanted = str(told.get("next", ""))
    return JsonResponse({"next": safe_next(request, reverse("people:account"), wanted=wanted)})


def _transports(credential: dict[str, Any]) -> list[str]:
    told = (credential.get("response") or {}).get("transports") or []
    return [str(name)[:20] for name in told][:8]


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        told = json.loads(request.body[:MOST_BYTES])
    except ValueError as error:
        raise _unreadable() from error
    if not isinstance(told, dict) or not isinstance(told.get("credential"), dict):
        raise _unreadable()
    return told


def _unreadable() -> AccountError:
    return AccountError(
        _("The browser sent something that is no passkey."),
        fix=_("Reload the page and try again."),
        code="people.E021",
    )
