from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Durable work and schedules."""

    name = "stadtherz.core.tasks"
    label = "tasks"
    default_auto_field = "django.db.models.BigAutoField"
