from django.apps import AppConfig


class LightsConfig(AppConfig):
    name = "stadtherz.modules.lights"
    label = "lights"
    default_auto_field = "django.db.models.BigAutoField"
