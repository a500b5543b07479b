"""Addresses of the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path

from stadtherz.modules.lights import views

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

_ROOM = [
    path("licht/", views.show_desk, name="desk"),
    path("licht/wuensche", views.list_wishes, name="wish-list"),
    path("licht/leuchten/", views.list_lamps, name="lamp-list"),
    path("licht/leuchten/<uuid:lamp_id>/", views.show_lamp, name="lamp-show"),
    path("licht/leuchten/nr/<int:row>", views.find_lamp, name="lamp-find"),
    path(
        "licht/uebersteuerungen/<uuid:override_id>/ende",
        views.release_override,
        name="override-release",
    ),
    path("licht/leuchten/<uuid:lamp_id>/sperre", views.lock_lamp, name="lamp-lock"),
    path("licht/sperren/<uuid:lock_id>/ende", views.unlock_lamp, name="lock-release"),
    path("licht/register.csv", views.download_csv, name="register-csv"),
    path("licht/register.geojson", views.download_geojson, name="register-geojson"),
    path("licht/strassen/", views.list_streets, name="street-list"),
    path("licht/stand", views.show_levels, name="level-show"),
    path("licht/stand/stadt", views.show_town_levels, name="town-level-show"),
    path("licht/kacheln/<int:z>/<int:x>/<int:y>.mvt", views.show_tile, name="lamp-tile"),
]

urlpatterns: list[URLPattern | URLResolver] = [path("", include((_ROOM, "lights")))]
