"""Setting up one-time codes, and the recovery codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from stadtherz.core.people import actions, codes, queries
from stadtherz.core.people.contract import SIGNED_IN, actor_of, requires
from stadtherz.core.people.errors import AccountError
from stadtherz.core.people.forms import ConfirmCodeForm
from stadtherz.core.people.models import Person, TotpDevice
from stadtherz.core.people.second_step import count_failure, is_locked, refusal
from stadtherz.core.people.views.me import me

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(SIGNED_IN)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """POST ``begin`` makes a secret and shows it; POST ``code`` switches it on."""
    person, by = me(request), actor_of(request)
    if "begin" in request.POST:
        actions.prepare_totp(person, by=by)
        return redirect("people:codes-setup")
    waiting = TotpDevice.objects.filter(person=person, confirmed_at__isnull=True).first()
    if waiting is None:
        return redirect("people:account")
    if request.method == "POST" and is_locked(request, person):
        return refusal(request)
    form = ConfirmCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            fresh = actions.confirm_totp(person, code=form.cleaned_data["code"], by=by)
        except AccountError as error:
            count_failure(request, person)
            form.add_error("code", f"{error.message} {error.fix}")
        else:
            return render(request, "people/recovery_codes.html", {"codes": fresh})
    return render(request, "people/codes_setup.html", {"form": form, **_shown(person, waiting)})


@requires(SIGNED_IN)
@never_cache
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them once."""
    fresh = actions.renew_recovery_codes(me(request), by=actor_of(request))
    return render(request, "people/recovery_codes.html", {"codes": fresh})


@requires(SIGNED_IN)
@require_POST
def switch_off(request: HttpRequest) -> HttpResponse:
    """Switch one-time codes off."""
    actions.remove_totp(me(request), by=actor_of(request))
    return redirect(f"{reverse('people:account')}?done=codes-off")


def _shown(person: Person, device: TotpDevice) -> dict[str, str]:
    town = queries.town()
    uri = codes.setup_uri(
        device, login=person.login, issuer=f"Stadtherz {town.name}" if town else "Stadtherz"
    )
    secret = codes.generator(device).secret
    return {
        "qr": segno.make(uri, error="m").svg_data_uri(scale=4, border=2),
        "uri": uri,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    }
