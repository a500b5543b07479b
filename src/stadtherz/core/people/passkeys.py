"""WebAuthn ceremonies (W3C Web Authentication Level 3) as this house runs them.

The relying party is the host of the request, which Django has held against ALLOWED_HOSTS.
Credentials are discoverable and always verify their user, so a passkey needs no second step.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import webauthn
from django.core import signing
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from stadtherz.core.people.errors import AccountError
from stadtherz.core.people.models import Passkey, Person

if TYPE_CHECKING:
    from django.http import HttpRequest
    from webauthn.registration.verify_registration_response import VerifiedRegistration

SALT = "people.passkey"
CEREMONY_AGE_S = 300
SESSION_KEY = "passkey_challenge"


def registration_options(request: HttpRequest, person: Person, *, house: str) -> dict[str, Any]:
    """What the browser needs to make a passkey; the challenge waits in the session."""
    options = webauthn.generate_registration_options(
        rp_id=_rp_id(request),
        rp_name=house,
        user_id=person.id.bytes,
        user_name=person.login,
        user_display_name=person.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=bytes(key.credential_id))
            for key in Passkey.objects.filter(person=person)
        ],
    )
    request.session[SESSION_KEY] = options.challenge.hex()
    return _plain(options)


def registered(request: HttpRequest, credential: dict[str, Any]) -> VerifiedRegistration:
    """The new credential, checked; its challenge is used up.

    Raises:
        AccountError: people.E020, when anything in it does not fit.

    """
    challenge = request.session.pop(SESSION_KEY, "")
    try:
        return webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=bytes.fromhex(challenge) or b"none",
            expected_rp_id=_rp_id(request),
            expected_origin=_origin(request),
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise _refused() from error


def sign_in_options(request: HttpRequest) -> dict[str, Any]:
    """What the browser needs to sign in, with the challenge in a signed note.

    A note instead of a session: whoever only looks at the sign-in page gets no cookie for it.
    """
    options = webauthn.generate_authentication_options(
        rp_id=_rp_id(request), user_verification=UserVerificationRequirement.REQUIRED
    )
    return {
        "options": _plain(options),
        "state": signing.dumps(options.challenge.hex(), salt=SALT),
    }


def signed_in(request: HttpRequest, credential: dict[str, Any], state: str) -> Person:
    """Whose passkey answered; keeps its counter.

    Raises:
        AccountError: people.E020, for an unknown, foreign, replayed or cloned credential.

    """
    challenge = _challenge(state)
    try:
        passkey = Passkey.objects.select_related("person").get(
            credential_id=base64url_to_bytes(credential["id"]), person__is_active=True
        )
        answer = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_rp_id(request),
            expected_origin=_origin(request),
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, Passkey.DoesNotExist, ValueError, KeyError, TypeError) as error:
        raise _refused() from error
    Passkey.objects.filter(pk=passkey.pk).update(
        sign_count=answer.new_sign_count, used_at=timezone.now()
    )
    return passkey.person


def _challenge(state: str) -> bytes:
    """The challenge of a note; each note is taken once."""
    try:
        challenge: str = signing.loads(state, salt=SALT, max_age=CEREMONY_AGE_S)
    except signing.BadSignature as error:
        raise _refused() from error
    if not cache.add(f"people-passkey-{challenge}", 1, CEREMONY_AGE_S + 60):
        raise _refused()
    return bytes.fromhex(challenge)


def _rp_id(request: HttpRequest) -> str:
    return request.get_host().rsplit(":", 1)[0]


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _plain(options: Any) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return read


def _refused() -> AccountError:
    return AccountError(
        _("The passkey was not accepted."),
        fix=_("Try again; if it stays, sign in with your password and make a new passkey."),
        code="people.E020",
    )
