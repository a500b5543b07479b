from django.apps import AppConfig


class OccasionsConfig(AppConfig):
    name = "stadtherz.core.occasions"
    label = "occasions"
    default_auto_field = "django.db.models.BigAutoField"
