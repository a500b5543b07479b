"""What `people` contributes."""

from django.utils.translation import gettext_lazy as _

from stadtherz.core.registry.actions import register
from stadtherz.core.registry.contract import Module, Permission

ADMINISTRATORS = frozenset({"administrator"})

register(
    Module(
        key="people",
        label=_("People"),
        purpose=_("Towns, organisations, accounts, roles and keys."),
        permissions=(
            Permission(
                key="people.found", label=_("Found towns and organisations"), roles=ADMINISTRATORS
            ),
            Permission(
                key="people.manage", label=_("Manage accounts and roles"), roles=ADMINISTRATORS
            ),
            Permission(
                key="people.issue_token", label=_("Issue keys for programs"), roles=ADMINISTRATORS
            ),
        ),
    )
)
