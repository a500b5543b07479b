"""What `media` contributes."""

from __future__ import annotations

import datetime as dt

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from stadtherz.core.media import orphans, retention, views
from stadtherz.core.media.settings import Settings
from stadtherz.core.registry.actions import register
from stadtherz.core.registry.contract import Job, Module, Permission

ADDRESSES = [
    path("bilder/<uuid:item_id>/<slug:variant>", views.picture, name="picture-show"),
]

register(
    Module(
        key="media",
        label=_("Pictures and files"),
        purpose=_("Keeps pictures of occasions sealed, and deletes them by law."),
        urls=(path("", include((ADDRESSES, "media"))),),
        settings=Settings,
        permissions=(
            Permission(
                key="media.upload",
                label=_("Send pictures to an occasion"),
                roles=frozenset({"dispatcher", "drone_crew"}),
            ),
            Permission(
                key="media.view",
                label=_("See pictures of an occasion"),
                roles=frozenset({"dispatcher", "drone_crew"}),
            ),
            Permission(
                key="media.delete",
                label=_("Delete pictures, or hold them back from deletion"),
                roles=frozenset({"dispatcher"}),
            ),
        ),
        jobs=(
            Job(
                key="media.retention",
                label=_("Delete pictures whose time is over"),
                run=retention.delete_due,
                daily_at=dt.time(3, 40),
            ),
            Job(key="media.sweep", label=_("Tidy uploads"), run=retention.sweep, every_s=900),
            Job(
                key="media.orphans",
                label=_("Remove files that no record names"),
                run=orphans.sweep_orphans,
                daily_at=dt.time(4, 10),
            ),
        ),
        verbs={
            "media.begin_upload": _("Upload of a picture begun"),
            "media.receive": _("Picture received"),
            "media.abandon": _("Upload given up"),
            "media.derive": _("Copy of a picture made"),
            "media.view": _("Picture looked at"),
            "media.forget": _("Pictures deleted"),
            "media.hold": _("Pictures held back from deletion"),
            "media.release_hold": _("Pictures released for deletion"),
        },
    )
)
