"""Tables of towns, organisations, people and their proofs of identity."""

from stadtherz.core.people.models.organisations import Grant, Membership, Organisation, Role, Town
from stadtherz.core.people.models.people import Person
from stadtherz.core.people.models.proofs import Passkey, RecoveryCode, TotpDevice
from stadtherz.core.people.models.sessions import PersonSession
from stadtherz.core.people.models.tokens import Token

__all__ = [
    "Grant",
    "Membership",
    "Organisation",
    "Passkey",
    "Person",
    "PersonSession",
    "RecoveryCode",
    "Role",
    "Token",
    "TotpDevice",
    "Town",
]
