from django.apps import AppConfig


class BridgesConfig(AppConfig):
    """Long-lived connections."""

    name = "stadtherz.core.bridges"
    label = "bridges"
    default_auto_field = "django.db.models.BigAutoField"
