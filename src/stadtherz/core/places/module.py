"""What `places` contributes."""

from django.utils.translation import gettext_lazy as _

from stadtherz.core.places import checks
from stadtherz.core.places.api import router
from stadtherz.core.places.urls import urlpatterns
from stadtherz.core.registry.actions import register
from stadtherz.core.registry.contract import Check, Module, NavItem, Permission

register(
    Module(
        key="places",
        label=_("Places"),
        purpose=_("The town's map, streets, addresses and places."),
        urls=urlpatterns,
        api=router,
        nav=(NavItem(label=_("Map"), url_name="home", order=10),),
        permissions=(
            Permission(
                key="places.load",
                label=_("Load a town's map and addresses"),
                roles=frozenset({"administrator"}),
            ),
        ),
        checks=(
            Check(key="places.pack", label=_("Town pack loaded"), run=checks.pack_is_loaded),
            Check(key="places.files", label=_("Town pack whole"), run=checks.pack_is_whole),
            Check(
                key="places.spatial", label=_("Spatial indexes whole"), run=checks.indexes_are_whole
            ),
        ),
        verbs={
            "places.load_town": _("Town's map and addresses loaded"),
        },
    )
)
