"""Verbs that change people, organisations and their proofs."""

from stadtherz.core.people.actions.erasing import erase_person
from stadtherz.core.people.actions.founding import found_organisation, found_town, start_simulation
from stadtherz.core.people.actions.membership import (
    add_person,
    deactivate_person,
    end_role,
    give_role,
    invite,
    reactivate_person,
    set_grants,
)
from stadtherz.core.people.actions.own import change_own, change_password, require_own
from stadtherz.core.people.actions.proofs import (
    NewCredential,
    add_passkey,
    confirm_totp,
    prepare_totp,
    remove_passkey,
    remove_totp,
    renew_recovery_codes,
)
from stadtherz.core.people.actions.sessions import (
    end_other_sessions,
    end_session,
    session_label,
    sign_in,
    sign_out,
)
from stadtherz.core.people.actions.tokens import IssuedToken, issue_token, revoke_token

__all__ = [
    "IssuedToken",
    "NewCredential",
    "add_passkey",
    "add_person",
    "change_own",
    "change_password",
    "confirm_totp",
    "deactivate_person",
    "end_other_sessions",
    "end_role",
    "end_session",
    "erase_person",
    "found_organisation",
    "found_town",
    "give_role",
    "invite",
    "issue_token",
    "prepare_totp",
    "reactivate_person",
    "remove_passkey",
    "remove_totp",
    "renew_recovery_codes",
    "require_own",
    "revoke_token",
    "session_label",
    "set_grants",
    "sign_in",
    "sign_out",
    "start_simulation",
]
