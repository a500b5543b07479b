"""People and roles of the organisations that one manages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stadtherz.core.people import actions, queries
from stadtherz.core.people.contract import actor_of, requires
from stadtherz.core.people.forms import AddPersonForm, GiveRoleForm, GrantsForm
from stadtherz.core.people.models import Membership, Person, Role
from stadtherz.core.people.signing import invitation_url

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from stadtherz.core.people.models import Organisation
    from stadtherz.core.registry.values import Actor

MANAGE = "people.manage"


@requires(MANAGE)
@never_cache
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """List people and roles of each organisation that one manages."""
    by = actor_of(request)
    offices = [
        {
            "organisation": office,
            "memberships": Membership.objects.filter(role__organisation=office)
            .select_related("person", "role")
            .order_by("person__name"),
            "roles": office.roles.order_by("name"),
        }
        for office in _managed(by)
    ]
    unplaced = Person.objects.filter(memberships__isnull=True).order_by("name")
    return render(request, "people/people.html", {"offices": offices, "unplaced": unplaced})


@requires(MANAGE)
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Make an account with a first role, and show the link that lets its person in."""
    by = actor_of(request)
    form = AddPersonForm(request.POST or None, by=by)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        person = actions.add_person(told["login"], name=told["name"], email=told["email"], by=by)
        role: Role = told["role"]
        actions.give_role(person, organisation=role.organisation, role_key=role.key, by=by)
        secret = actions.invite(person, by=by)
        return _person_page(request, person, invitation=invitation_url(request, person, secret))
    return render(request, "people/person_add.html", {"form": form})


@requires(MANAGE)
@never_cache
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show a person's roles; POST gives one more."""
    by = actor_of(request)
    found = get_object_or_404(_visible(by), pk=person_id)
    form = GiveRoleForm(request.POST or None, by=by)
    if request.method == "POST" and form.is_valid():
        role: Role = form.cleaned_data["role"]
        actions.give_role(
            found,
            organisation=role.organisation,
            role_key=role.key,
            until_at=form.cleaned_data["until_at"],
            by=by,
        )
        return redirect("people:person", person_id=found.id)
    return _person_page(request, found, form=form)


@requires(MANAGE)
@never_cache
@require_POST
def change_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """POST ``end`` (a role), ``invite``, ``close`` or ``open`` (the account)."""
    by = actor_of(request)
    found = get_object_or_404(_visible(by), pk=person_id)
    if key := request.POST.get("end"):
        membership = get_object_or_404(_memberships(found, by), pk=key)
        actions.end_role(membership, organisation=membership.role.organisation, by=by)
    elif "invite" in request.POST:
        secret = actions.invite(found, by=by)
        return _person_page(request, found, invitation=invitation_url(request, found, secret))
    elif "close" in request.POST:
        actions.deactivate_person(found, by=by)
    elif "open" in request.POST:
        actions.reactivate_person(found, by=by)
    still_visible = _visible(by).filter(pk=found.pk).exists()
    return redirect(
        reverse("people:person", args=[found.id]) if still_visible else "people:person-list"
    )


@requires(MANAGE)
@never_cache
@require_http_methods(["GET", "POST"])
def role(request: HttpRequest, role_id: UUID) -> HttpResponse:
    """Show and set the rights of a role in its organisation."""
    by = actor_of(request)
    found = get_object_or_404(
        Role.objects.select_related("organisation"), pk=role_id, organisation__in=_managed(by)
    )
    form = GrantsForm(request.POST or None, role=found)
    if request.method == "POST" and form.is_valid():
        actions.set_grants(found, organisation=found.organisation, permissions=form.chosen(), by=by)
        return redirect("people:person-list")
    return render(request, "people/role.html", {"form": form, "role": found})


def _managed(by: Actor) -> QuerySet[Organisation]:
    return queries.organisations(by=by, permission=MANAGE)


def _memberships(found: Person, by: Actor) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(person=found, role__organisation__in=_managed(by))
        .select_related("role__organisation")
        .order_by("role__organisation__name", "role__name")
    )


def _visible(by: Actor) -> QuerySet[Person]:
    mine = Q(memberships__role__organisation__in=_managed(by)) | Q(memberships__isnull=True)
    return Person.objects.filter(mine).distinct()


def _person_page(
    request: HttpRequest,
    found: Person,
    *,
    form: GiveRoleForm | None = None,
    invitation: str = "",
) -> HttpResponse:
    by = actor_of(request)
    context = {
        "person": found,
        "form": form or GiveRoleForm(by=by),
        "memberships": _memberships(found, by),
        "invitation": invitation,
        "is_me": found.id == by.id,
    }
    return render(request, "people/person.html", context)
