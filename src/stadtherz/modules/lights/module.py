"""What `lights` contributes."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from stadtherz.core.occasions.events import IncidentClosed, IncidentMoved, IncidentOpened
from stadtherz.core.registry.actions import register
from stadtherz.core.registry.contract import (
    BridgeSpec,
    Check,
    DemoStage,
    Figure,
    Job,
    Listener,
    MapLayer,
    Module,
    NavItem,
    Permission,
    PrivacyKind,
    Topic,
)
from stadtherz.modules.lights import checks, demo, figures, listens, privacy, tasks
from stadtherz.modules.lights.api import router
from stadtherz.modules.lights.bridges import keep_lights
from stadtherz.modules.lights.live import LevelsChanged, WishesChanged
from stadtherz.modules.lights.settings import Settings
from stadtherz.modules.lights.urls import urlpatterns

register(
    Module(
        key="lights",
        label=_("Light"),
        purpose=_("Street lights on demand that guide rescue forces, for the whole town."),
        urls=urlpatterns,
        api=router,
        nav=(
            NavItem(label=_("Light"), url_name="lights:desk", permission="lights.view", order=30),
        ),
        permissions=(
            Permission(
                key="lights.view",
                label=_("See every lamp, its level and overrides"),
                roles=frozenset({"lighting_operator", "dispatcher", "administrator"}),
            ),
            Permission(
                key="lights.switch",
                label=_("Override the light by hand"),
                roles=frozenset({"lighting_operator"}),
            ),
            Permission(
                key="lights.lock",
                label=_("Lock lamps for work on them"),
                roles=frozenset({"lighting_operator"}),
            ),
            Permission(
                key="lights.manage",
                label=_("Keep the register of lamps"),
                roles=frozenset({"lighting_operator", "administrator"}),
            ),
        ),
        settings=Settings,
        topics=(
            Topic(
                key="lights.levels",
                label=_("Light of every lamp"),
                message=LevelsChanged,
                permission="lights.view",
            ),
            Topic(key="lights.town", label=_("The town's light"), message=LevelsChanged),
            Topic(
                key="lights.wishes",
                label=_("Overrides"),
                message=WishesChanged,
                permission="lights.view",
            ),
        ),
        map_layers=(
            MapLayer(
                key="lights.lamps",
                label=_("Street lamps"),
                script="lights/layer.js",
                tiles_url_name="lights:lamp-tile",
                table_url_name="lights:street-list",
                topic="lights.town",
                order=20,
            ),
        ),
        figures=(
            Figure(key="lights.lamps", label=_("Street lamps"), unit="Stk.", compute=figures.lamps),
            Figure(
                key="lights.energy",
                label=_("Energy of the street lamps (computed)"),
                unit="kWh",
                compute=figures.energy,
            ),
            Figure(
                key="lights.saved",
                label=_("Energy spared by dimming (computed)"),
                unit="kWh",
                compute=figures.saved,
            ),
        ),
        jobs=(
            Job(
                key="lights.renew",
                label=_("Renew the light of open incidents"),
                run=tasks.renew_scene_lights,
                every_s=600.0,
            ),
            Job(
                key="lights.forget",
                label=_("Forget old samples of single lamps"),
                run=tasks.forget_samples,
                daily_at=dt.time(12, 10),
            ),
        ),
        bridges=(BridgeSpec(key="lights.engine", label=_("Light engine"), run=keep_lights),),
        listens=(
            Listener(
                key="lights.incident_opened", event=IncidentOpened, handle=listens.light_scene
            ),
            Listener(key="lights.incident_moved", event=IncidentMoved, handle=listens.light_scene),
            Listener(key="lights.incident_closed", event=IncidentClosed, handle=listens.end_scene),
        ),
        checks=(
            Check(key="lights.engine", label=_("Light engine"), run=checks.engine_beats),
            Check(key="lights.lamps", label=_("Lamps answer"), run=checks.lamps_answer),
        ),
        privacy=(
            PrivacyKind(
                key="lights.owners",
                label=_("Owners of overrides and work locks"),
                purpose=_("Who set the light by hand, and who works on a lamp."),
                legal_basis="Art. 6 (1) e GDPR",
                retention_days=None,
                export=privacy.export_overrides,
                erase=privacy.erase_overrides,
            ),
        ),
        demo=(
            DemoStage(
                key="lights.night", label=_("Lamps and an override"), run=demo.build, order=40
            ),
        ),
        verbs={
            "lights.switch": _("Light overridden by hand"),
            "lights.release": _("Override ended"),
            "lights.open_scene_light": _("Light for an incident switched on"),
            "lights.renew_scene_light": _("Light for an incident prolonged"),
            "lights.close_scene_light": _("Light for an incident ended"),
            "lights.lock": _("Lamp locked for work on it"),
            "lights.unlock": _("Work lock released"),
            "lights.group_lamps": _("Lamps grouped"),
            "lights.enter_inventory": _("Lamps entered in the register"),
        },
    )
)
