"""One's own account: name, language, password, sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from stadtherz.core.people import actions, queries
from stadtherz.core.people.agents import agent_label
from stadtherz.core.people.contract import SIGNED_IN, actor_of, requires
from stadtherz.core.people.forms import ChangePasswordForm, NewPasswordForm, OwnForm
from stadtherz.core.people.models import Passkey, Person, RecoveryCode, TotpDevice
from stadtherz.core.people.second_step import count_failure, is_locked, refusal
from stadtherz.core.people.views.me import me

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse

DONE = {
    "saved": _("Saved."),
    "password": _("Your new password counts from now on. Your other sessions have ended."),
    "passkey-added": _("The passkey is ready. From now on you can sign in with it."),
    "passkey-removed": _("The passkey was removed."),
    "codes-off": _("One-time codes are switched off."),
    "ended": _("The session has ended."),
}


@requires(SIGNED_IN)
@never_cache
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show the account; POST changes name and language."""
    person = me(request)
    form = OwnForm(request.POST or None, initial={"name": person.name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        actions.change_own(person, **form.cleaned_data, by=actor_of(request))
        with translation.override(person.language):
            return redirect(f"{reverse('people:account')}?done=saved")
    return render(request, "people/account.html", {"form": form, **_facts(request, person)})


@requires(SIGNED_IN)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; whoever has one proves it first."""
    person = me(request)
    if request.method == "POST" and is_locked(request, person):
        return refusal(request)
    kind = ChangePasswordForm if person.has_usable_password() else NewPasswordForm
    form = kind(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid() and _proves(request, person, form):
        by = actor_of(request)
        actions.change_password(person, password=form.cleaned_data["password"], by=by)
        update_session_auth_hash(request, person)
        actions.end_other_sessions(person, but=request.session.session_key or "", by=by)
        return redirect(f"{reverse('people:account')}?done=password")
    return render(request, "people/password.html", {"form": form})


@requires(SIGNED_IN)
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one session, named by its label, or all but this one."""
    person, by = me(request), actor_of(request)
    if label := request.POST.get("session", ""):
        actions.end_session(person, label=label, by=by)
    else:
        actions.end_other_sessions(person, but=request.session.session_key or "", by=by)
    return redirect(f"{reverse('people:account')}?done=ended")


def _proves(request: HttpRequest, person: Person, form: NewPasswordForm) -> bool:
    if not isinstance(form, ChangePasswordForm):
        return True
    if person.check_password(form.cleaned_data["current"]):
        return True
    count_failure(request, person)
    form.add_error("current", str(_("This is not your current password.")))
    return False


def _facts(request: HttpRequest, person: Person) -> dict[str, Any]:
    here = request.session.session_key or ""
    return {
        "person": person,
        "done": DONE.get(request.GET.get("done", "")),
        "passkeys": Passkey.objects.filter(person=person).order_by("created_at"),
        "totp": TotpDevice.objects.filter(person=person, confirmed_at__isnull=False).first(),
        "codes_left": RecoveryCode.objects.filter(person=person, used_at__isnull=True).count(),
        "sessions": [
            {
                "label": actions.session_label(row.session_key),
                "agent": agent_label(row.user_agent),
                "row": row,
                "is_here": row.session_key == here,
            }
            for row in queries.sessions_of(actor_of(request))
        ],
        "may_manage": actor_of(request).may("people.manage"),
        "may_issue": actor_of(request).may("people.issue_token"),
        "may_read": actor_of(request).may("journal.read"),
    }
