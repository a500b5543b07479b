"""Addresses of the lookout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path

from stadtherz.modules.lookout import views

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

_ROOM = [
    path("lagebild/", views.list_incidents, name="incident-list"),
    path("lagebild/liste/", views.show_board, name="incident-rows"),
    path("lagebild/beispielbilder/", views.list_samples, name="sample-list"),
    path("lagebild/beispielbilder/<str:name>", views.show_sample, name="sample-show"),
    path("lagebild/bild/<uuid:photo_id>.json", views.show_photo, name="photo-show"),
    path("lagebild/<uuid:incident_id>/", views.show_incident, name="incident-show"),
    path("lagebild/<uuid:incident_id>/bilder.json", views.list_photos, name="photo-list"),
    path("lagebild/<uuid:incident_id>/schliessen/", views.close_incident, name="incident-close"),
    path("lagebild/<uuid:incident_id>/einladen/", views.invite_guest, name="incident-invite"),
    path("lagebild/<uuid:incident_id>/einsatz/", views.show_crew, name="crew-show"),
    path("lagebild/<uuid:incident_id>/abgabe/", views.deliver, name="photo-deliver"),
    path("lagebild/<uuid:incident_id>/verlegen/", views.relocate, name="mission-relocate"),
    path("lagebild/<uuid:incident_id>/flug/", views.open_mission, name="mission-open"),
    path(
        "lagebild/<uuid:incident_id>/flug/<uuid:mission_id>/ende/",
        views.close_mission,
        name="mission-close",
    ),
    path(
        "lagebild/<uuid:incident_id>/flug/<uuid:mission_id>/schluessel/",
        views.issue_key,
        name="key-issue",
    ),
    path(
        "lagebild/<uuid:incident_id>/flug/<uuid:mission_id>/schluessel/<int:key_id>/",
        views.revoke_key,
        name="key-revoke",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [path("", include((_ROOM, "lookout")))]
