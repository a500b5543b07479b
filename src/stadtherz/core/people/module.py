"""What `people` contributes."""

from django.utils.translation import gettext_lazy as _

from stadtherz.core.people import demo, privacy
from stadtherz.core.people.api import router
from stadtherz.core.people.checks import account_findings
from stadtherz.core.people.urls import urlpatterns
from stadtherz.core.registry.actions import register
from stadtherz.core.registry.contract import Check, DemoStage, Module, Permission, PrivacyKind

ADMINISTRATORS = frozenset({"administrator"})

register(
    Module(
        key="people",
        label=_("People"),
        purpose=_("Towns, organisations, accounts, roles and keys."),
        urls=urlpatterns,
        api=router,
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
        checks=(Check(key="people.accounts", label=_("Accounts"), run=account_findings),),
        privacy=(
            PrivacyKind(
                key="people.account",
                label=_("Account"),
                purpose=_("Signing in, and knowing who decided what"),
                legal_basis="Art. 6 (1) b, e GDPR",
                retention_days=None,
                export=privacy.export_account,
                erase=privacy.erase_account,
            ),
            PrivacyKind(
                key="people.sessions",
                label=_("Sessions"),
                purpose=_("Staying signed in; seeing and ending one's own sessions"),
                legal_basis="Art. 6 (1) b GDPR",
                retention_days=1,
                export=privacy.export_sessions,
                erase=privacy.erase_sessions,
            ),
        ),
        demo=(
            DemoStage(key="people.town", label=_("People of the town"), run=demo.build, order=10),
        ),
    )
)
