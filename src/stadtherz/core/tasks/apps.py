from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TasksConfig(AppConfig):
    """Durable work and schedules."""

    name = "stadtherz.core.tasks"
    label = "tasks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Know every room's tasks: each ``tasks.py`` registers its own."""
        autodiscover_modules("tasks")
