"""Verbs that change people, organisations and their proofs."""

from stadtherz.core.people.actions.founding import found_organisation, found_town, start_simulation
from stadtherz.core.people.actions.membership import add_person, end_role, give_role
from stadtherz.core.people.actions.tokens import IssuedToken, issue_token, revoke_token

__all__ = [
    "IssuedToken",
    "add_person",
    "end_role",
    "found_organisation",
    "found_town",
    "give_role",
    "issue_token",
    "revoke_token",
    "start_simulation",
]
