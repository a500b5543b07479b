"""Sign-in by password and one-time code, and sign-out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import authenticate
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from stadtherz.core.people import second_step
from stadtherz.core.people.contract import actor_of, public
from stadtherz.core.people.forms import CodeForm, SignInForm
from stadtherz.core.people.models import Person
from stadtherz.core.people.signing import begin_session, finish_session, safe_next

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

WRONG = _("Name or password is wrong.")
OLD = _("That took too long. Please begin again with your password.")
WRONG_CODE = _("This code does not fit, or it was used already.")


@public
@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password, then for the code of accounts that have a second step."""
    if request.method == "GET":
        if not actor_of(request).is_anonymous:
            return redirect(safe_next(request, reverse("people:account")))
        return _page(request, SignInForm())
    if "step" in request.POST:
        return _take_code(request)
    return _take_password(request)


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and go to the start page."""
    finish_session(request)
    return redirect("home")


def _take_password(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    person = authenticate(request, **form.cleaned_data)
    if not isinstance(person, Person):
        form.add_error(None, str(WRONG))
        return _page(request, form)
    if second_step.is_needed(person):
        return _code_page(request, CodeForm(initial={"step": second_step.begin(person)}))
    begin_session(request, person, proof="password")
    return redirect(safe_next(request, reverse("people:account")))


def _take_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    person = second_step.person_of(request.POST["step"])
    if person is None:
        again = SignInForm({})
        again.errors.clear()
        again.add_error(None, str(OLD))
        return _page(request, again)
    if not form.is_valid():
        return _code_page(request, form)
    if second_step.is_locked(request, person):
        return second_step.refusal(request)
    proof = second_step.take(person, form.cleaned_data["code"])
    if not proof:
        second_step.count_failure(request, person)
        form.add_error("code", str(WRONG_CODE))
        return _code_page(request, form)
    begin_session(request, person, proof=f"password+{proof}")
    return redirect(safe_next(request, reverse("people:account")))


def _page(request: HttpRequest, form: SignInForm) -> HttpResponse:
    context = {"form": form, "next": safe_next(request, "")}
    return render(request, "people/sign_in.html", context)


def _code_page(request: HttpRequest, form: CodeForm) -> HttpResponse:
    context = {"form": form, "next": safe_next(request, "")}
    return render(request, "people/code.html", context)
