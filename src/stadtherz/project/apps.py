from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Last of all apps: hangs the upper floors into the bells of the lower ones."""

    name = "stadtherz.project"
    label = "project"

    def ready(self) -> None:
        from stadtherz.project import wiring  # noqa: PLC0415 - app ready

        wiring.connect()
