from django.apps import AppConfig


class LiveConfig(AppConfig):
    """The bus and the event streams."""

    name = "stadtherz.core.live"
    label = "live"
