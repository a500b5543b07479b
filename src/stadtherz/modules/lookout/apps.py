from django.apps import AppConfig


class LookoutConfig(AppConfig):
    name = "stadtherz.modules.lookout"
    label = "lookout"
    default_auto_field = "django.db.models.BigAutoField"
