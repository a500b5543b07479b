"""Names of the role templates."""

from django.utils.translation import gettext_lazy as _

ROLE_NAMES = {
    "citizen": _("Citizen"),
    "editor": _("Editor"),
    "lighting_operator": _("Lighting operator"),
    "dispatcher": _("Dispatcher"),
    "drone_crew": _("Drone crew"),
    "administrator": _("Administrator"),
}
