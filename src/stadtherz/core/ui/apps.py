from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Templates, static files and template tags that every page leans on; no tables."""

    name = "stadtherz.core.ui"
    label = "ui"
    verbose_name = _("Look")
