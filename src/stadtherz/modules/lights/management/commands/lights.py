"""``stadtherz lights derive``: enter lamps along the lit streets of the town pack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from stadtherz.core.people.contract import system_actor
from stadtherz.core.people.models import Organisation
from stadtherz.lib.errors import CityError
from stadtherz.modules.lights import actions

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Keeps the register of lamps."""

    help = "Derive the town's lamps from its streets and published counts (marked as derived)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["derive"])
        parser.add_argument(
            "--organisation", default="beleuchtung", help="key of the office that owns them"
        )

    def handle(self, *args: Any, organisation: str, **options: Any) -> None:
        office = Organisation.objects.filter(key=organisation).first()
        if office is None:
            msg = f"There is no organisation “{organisation}”. Found it first, or name another."
            raise CommandError(msg)
        try:
            count = actions.derive_lamps(
                organisation=office, by=system_actor("lights"), progress=self.stdout.write
            )
        except CityError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count:,} lamps entered; every position is derived, no official data.")
