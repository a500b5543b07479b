"""``stadtherz demo``: build the demo; ``--clock`` only sets its clock back to the evening."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from stadtherz.core.people import demo, queries
from stadtherz.core.registry import queries as registry
from stadtherz.lib.errors import CityError

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Runs the demo stages of all rooms in their order; running it again changes nothing."""

    help = "Build the demo: people without passwords, lamps, incidents. Its clock starts anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--clock", action="store_true", help="only start the clock of an existing demo anew"
        )

    def handle(self, *args: Any, clock: bool = False, **options: Any) -> None:
        if clock and not queries.demo_accounts_exist():
            return
        try:
            with translation.override("de"):
                if not clock:
                    self._build()
                demo.begin_night()
        except CityError as error:
            raise CommandError(str(error)) from error

    def _build(self) -> None:
        stages = registry.demo_stages()
        for number, stage in enumerate(stages, start=1):
            self.stdout.write(f"  {number}/{len(stages)} {stage.label} …")
            self.stdout.flush()
            stage.run()
