"""Addresses of the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path

from stadtherz.core.places import tiles, views

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

_ROOM = [
    path("karte/<int:z>/<int:x>/<int:y>.mvt", tiles.show_tile, name="map-tile"),
    path("karte/uebersicht.svg", tiles.show_overview, name="map-overview"),
    path("orte/suche", views.search, name="place-search"),
    path("orte/tabelle/", views.list_places, name="place-list"),
]

# "home" stands outside the room's namespace: every page's head links to it.
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.show_town, name="home"),
    path("", include((_ROOM, "places"))),
]
