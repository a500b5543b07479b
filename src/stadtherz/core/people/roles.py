"""Names of the role templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from stadtherz.core.people.models import Role

ROLE_NAMES = {
    "citizen": _("Citizen"),
    "editor": _("Editor"),
    "lighting_operator": _("Lighting operator"),
    "dispatcher": _("Dispatcher"),
    "drone_crew": _("Drone crew"),
    "administrator": _("Administrator"),
}


def role_name(role: Role) -> str:
    """The role's name in the reader's language; a role of one's own as it was written."""
    return str(ROLE_NAMES.get(role.key, role.name))
