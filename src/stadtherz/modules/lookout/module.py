"""What `lookout` contributes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stadtherz.core.media.events import PictureReceived
from stadtherz.core.occasions.events import IncidentClosed, IncidentMoved, IncidentOpened
from stadtherz.core.registry.actions import register
from stadtherz.core.registry.contract import (
    Check,
    Figure,
    Job,
    Listener,
    Module,
    NavItem,
    Permission,
    PrivacyKind,
    Topic,
)
from stadtherz.modules.lookout import checks, figures, listens, privacy, tasks
from stadtherz.modules.lookout.api import router
from stadtherz.modules.lookout.domain import IncidentChanged, PhotoChanged
from stadtherz.modules.lookout.settings import Settings
from stadtherz.modules.lookout.urls import urlpatterns

BOTH = frozenset({"dispatcher", "drone_crew"})

register(
    Module(
        key="lookout",
        label=_("Lookout"),
        purpose=_(
            "Brings drone photos of an incident to the control centre's map, at their place."
        ),
        urls=urlpatterns,
        api=router,
        settings=Settings,
        nav=(
            NavItem(
                label=_("Lookout"),
                url_name="lookout:incident-list",
                permission="lookout.view",
                order=30,
            ),
        ),
        permissions=(
            Permission(key="lookout.view", label=_("See incidents with their photos"), roles=BOTH),
            Permission(
                key="lookout.open_mission",
                label=_("Open missions and hand out mission keys"),
                roles=BOTH,
            ),
            Permission(
                key="lookout.relocate",
                label=_("Show recorded photos in one's own town, in exercises"),
                roles=BOTH,
            ),
        ),
        topics=(
            Topic(
                key="lookout.photos",
                label=_("Photos of incidents"),
                message=PhotoChanged,
                permission="lookout.view",
            ),
            Topic(
                key="lookout.incidents",
                label=_("Incidents"),
                message=IncidentChanged,
                permission="lookout.view",
            ),
        ),
        listens=(
            Listener(key="lookout.picture", event=PictureReceived, handle=listens.on_picture),
            Listener(key="lookout.opened", event=IncidentOpened, handle=listens.on_incident),
            Listener(key="lookout.moved", event=IncidentMoved, handle=listens.on_incident),
            Listener(key="lookout.closed", event=IncidentClosed, handle=listens.on_incident),
        ),
        jobs=(
            Job(
                key="lookout.compare",
                label=_("Hold photos against their neighbours"),
                run=tasks.compare_pending,
                every_s=120,
            ),
        ),
        checks=(Check(key="lookout.reading", label=_("Photos are read"), run=checks.reading),),
        figures=(
            Figure(
                key="lookout.photos",
                label=_("Photos received in incidents"),
                unit="photos",
                compute=figures.photos,
            ),
            Figure(
                key="lookout.seconds_to_map",
                label=_("Seconds from a photo's last byte to the map, median"),
                unit="s",
                compute=figures.seconds_to_map,
            ),
        ),
        privacy=(
            PrivacyKind(
                key="lookout.missions",
                label=_("Missions of drone crews"),
                purpose=_("Say who flies and what to heed."),
                legal_basis="LBKG Rheinland-Pfalz; POG Rheinland-Pfalz",
                retention_days=None,
                export=privacy.export,
                erase=privacy.erase,
            ),
        ),
        verbs={
            "lookout.open_incident": _("Incident opened"),
            "lookout.invite": _("Organisation invited to an incident"),
            "lookout.view_incident": _("Incident looked at"),
            "lookout.open_mission": _("Mission opened"),
            "lookout.close_mission": _("Mission ended"),
            "lookout.issue_key": _("Mission key issued"),
            "lookout.revoke_key": _("Mission key revoked"),
            "lookout.relocate": _("Recorded photos moved to the exercise's place"),
            "lookout.stop_relocating": _("Recorded photos shown at their own place again"),
            "lookout.take_in": _("Photo taken in"),
            "lookout.place": _("Photo placed on the map"),
            "lookout.turn": _("Orientation of a photo decided anew"),
            "lookout.enlarge": _("Large copy of a photo made"),
            "lookout.confirm": _("Orientation of a photo confirmed"),
            "lookout.fail": _("Photo could not be read"),
        },
    )
)
