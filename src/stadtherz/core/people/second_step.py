"""The step between password and session: a signed note instead of a session, and its limits.

Visitors get no session before they have signed in, so what the first step proved travels in
the form, signed and good for five minutes.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.core import signing
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from stadtherz.core.people import codes
from stadtherz.core.people.backends import counted_name, locked_out
from stadtherz.core.people.models import Person, TotpDevice

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SALT = "people.second-step"
STEP_AGE_S = 300


def is_needed(person: Person) -> bool:
    """Whether the account has a confirmed generator of codes."""
    return TotpDevice.objects.filter(person=person, confirmed_at__isnull=False).exists()


def begin(person: Person) -> str:
    """The note that this person's password was right; void once the password changes."""
    note = {"person": str(person.id), "hash": person.get_session_auth_hash()}
    return signing.dumps(note, salt=SALT)


def person_of(step: str) -> Person | None:
    """Whose password was right; None for a forged, old or overtaken note."""
    try:
        note = signing.loads(step, salt=SALT, max_age=STEP_AGE_S)
    except signing.BadSignature:
        return None
    person = Person.objects.filter(pk=UUID(note["person"]), is_active=True).first()
    if person is None or person.get_session_auth_hash() != note["hash"]:
        return None
    return person


def take(person: Person, code: str) -> str:
    """Use up a one-time or a recovery code: ``code``, ``recovery``, or nothing when wrong."""
    if codes.take_totp(person, code, now_s=timezone.now().timestamp()):
        return "code"
    return "recovery" if codes.take_recovery(person, code) else ""


def is_locked(request: HttpRequest, person: Person) -> bool:
    """Whether too many wrong codes came lately, from this address or from all together."""
    since = timezone.now() - dt.timedelta(hours=settings.AXES_COOLOFF_TIME)
    wrong = AccessAttempt.objects.filter(
        username=_counted(person), attempt_time__gte=since
    ).aggregate(all=Sum("failures_since_start"))["all"]
    is_many = (wrong or 0) >= settings.AXES_FAILURE_LIMIT
    return is_many or not AxesProxyHandler.is_allowed(request, {"login": _name(person)})


def count_failure(request: HttpRequest, person: Person) -> None:
    """Count a wrong code as axes counts wrong passwords."""
    user_login_failed.send(sender=__name__, credentials={"login": _name(person)}, request=request)


def refusal(request: HttpRequest) -> HttpResponse:
    """The page that says how long the pause is."""
    return locked_out(request)


def _name(person: Person) -> str:
    return f"code:{person.id}"


def _counted(person: Person) -> str:
    return counted_name(None, {"login": _name(person)})


def address() -> str:
    """Where the form of the second step is sent."""
    return reverse("people:sign-in")
