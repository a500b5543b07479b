"""All addresses: rooms' pages below the language, the API, health."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from stadtherz.core.registry import queries as registry
from stadtherz.project import errors, health
from stadtherz.project.api import api

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("api/v1/", api.urls),
    *i18n_patterns(
        *(pattern for module in registry.modules() for pattern in module.urls),
        prefix_default_language=False,
    ),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
