"""What the health page says about accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stadtherz.core.people import queries
from stadtherz.core.people.models import Person
from stadtherz.core.registry.contract import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet


def account_findings() -> Iterator[Finding]:
    """Tell of administrators with one proof only, and of demo accounts."""
    if count := unguarded_administrators().count():
        yield Finding(
            code="people.W001",
            message=_("%(count)d people may manage accounts and have no second step.")
            % {"count": count},
            fix=_("Let them add a passkey or one-time codes on their account page."),
        )
    if queries.demo_accounts_exist():
        yield Finding(
            code="people.W002",
            message=_("Demo accounts without password exist."),
            fix=_("For real work begin with an installation of its own: “stadtherz reset”."),
        )


def unguarded_administrators() -> QuerySet[Person]:
    """People who may manage accounts and prove themselves by password alone."""
    current = Q(memberships__until_at__isnull=True) | Q(memberships__until_at__gt=timezone.now())
    return (
        Person.objects.filter(
            current,
            memberships__role__grants__permission="people.manage",
            is_active=True,
            is_demo=False,
            passkeys__isnull=True,
        )
        .exclude(totp__confirmed_at__isnull=False)
        .distinct()
    )
