"""What `occasions` contributes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stadtherz.core.occasions.api import router
from stadtherz.core.registry.actions import register
from stadtherz.core.registry.contract import Module, Permission

register(
    Module(
        key="occasions",
        label=_("Occasions"),
        purpose=_("Incidents and events of the town, their phases, and who takes part."),
        api=router,
        permissions=(
            Permission(
                key="occasions.view",
                label=_("See incidents and events"),
                roles=frozenset({"dispatcher", "drone_crew", "administrator"}),
            ),
            Permission(
                key="occasions.open",
                label=_("Open, change and close incidents and events"),
                roles=frozenset({"dispatcher"}),
            ),
        ),
        verbs={
            "occasions.open_incident": _("Incident opened"),
            "occasions.report_incident": _("Incident reported by the dispatch system"),
            "occasions.update_incident": _("Incident changed"),
            "occasions.enter_phase": _("Occasion moved to its next phase"),
            "occasions.close": _("Occasion closed"),
            "occasions.invite": _("Organisation invited to an occasion"),
            "occasions.release": _("Organisation released from an occasion"),
            "occasions.plan_event": _("Event planned"),
        },
    )
)
