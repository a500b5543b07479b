"""The link with which a new person sets a first password, or a forgotten one anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.tokens import default_token_generator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from stadtherz.core.people import actions, queries, second_step
from stadtherz.core.people.contract import public
from stadtherz.core.people.forms import CodeForm, NewPasswordForm
from stadtherz.core.people.models import Person
from stadtherz.core.people.signing import begin_session

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, person_id: UUID, secret: str) -> HttpResponse:
    """Set a password by a link that is good once and for three days, then sign in.

    An account with one-time codes is asked for one afterwards: the link replaces the password
    only.
    """
    person = Person.objects.filter(pk=person_id, is_active=True, is_demo=False).first()
    if person is None or not default_token_generator.check_token(person, secret):
        raise Http404
    form = NewPasswordForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        by = queries.actor_for(person)
        actions.change_password(person, password=form.cleaned_data["password"], by=by)
        actions.end_other_sessions(person, but="", by=by)
        if second_step.is_needed(person):
            code = CodeForm(initial={"step": second_step.begin(person)})
            return render(
                request, "people/code.html", {"form": code, "action": second_step.address()}
            )
        begin_session(request, person, proof="invitation")
        return redirect("people:account")
    return render(request, "people/invitation.html", {"form": form, "person": person})
