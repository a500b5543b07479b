"""Kinds and phases in words."""

from django.utils.translation import gettext_lazy as _

from stadtherz.core.occasions.domain import Kind, Phase

KIND_LABELS = {Kind.INCIDENT: _("Incident"), Kind.EVENT: _("Event")}

PHASE_LABELS = {
    Phase.PLANNED: _("Planned"),
    Phase.SETTING_UP: _("Setting up"),
    Phase.RUNNING: _("Running"),
    Phase.TEARING_DOWN: _("Tearing down"),
    Phase.REPORTED: _("Reported"),
    Phase.UNDERWAY: _("Units underway"),
    Phase.ON_SCENE: _("Units on scene"),
    Phase.UNDER_CONTROL: _("Under control"),
    Phase.CLOSED: _("Closed"),
}
