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
        verbs={
            "people.sign_in": _("Signed in"),
            "people.sign_out": _("Signed out"),
            "people.end_session": _("Session ended"),
            "people.end_other_sessions": _("All other sessions ended"),
            "people.issue_token": _("Key for a program issued"),
            "people.revoke_token": _("Key of a program revoked"),
            "people.found_town": _("Town founded"),
            "people.found_organisation": _("Organisation founded"),
            "people.start_simulation": _("Simulated clock started"),
            "people.add_passkey": _("Passkey added"),
            "people.remove_passkey": _("Passkey removed"),
            "people.prepare_totp": _("One-time codes prepared"),
            "people.confirm_totp": _("One-time codes switched on"),
            "people.remove_totp": _("One-time codes switched off"),
            "people.renew_recovery_codes": _("Recovery codes renewed"),
            "people.change_own": _("Own account changed"),
            "people.change_password": _("Password changed"),
            "people.erase_person": _("Person erased"),
            "people.add_person": _("Person added"),
            "people.give_role": _("Role given"),
            "people.end_role": _("Role ended"),
            "people.deactivate_person": _("Account closed"),
            "people.reactivate_person": _("Account opened again"),
            "people.invite": _("Link to set a password made"),
            "people.set_grants": _("Rights of a role changed"),
        },
    )
)
