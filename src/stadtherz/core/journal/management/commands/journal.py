"""``stadtherz journal verify|anchor|dead|retry``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from stadtherz.core.journal import queries, sealing
from stadtherz.core.journal.models import Delivery

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Check the journal, anchor its heads, look after undelivered events."""

    help = "Verify or anchor the journal; list or retry events that were not delivered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("verify", "anchor", "dead", "retry"))
        parser.add_argument("--anchors", type=Path, help="directory of the anchored heads")

    def handle(self, *_args: Any, **options: Any) -> None:
        directory = options["anchors"] or queries.anchors_directory()
        getattr(self, f"_{options['what']}")(directory)

    def _verify(self, directory: Path) -> None:
        sealing.seal_all()
        faults = sealing.verify(directory)
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            msg = f"{len(faults)} faults: the journal was changed. Keep a copy and ask who did it."
            raise CommandError(msg)
        self.stdout.write(f"The journal holds, also against the heads in {directory}.")

    def _anchor(self, directory: Path) -> None:
        sealing.seal_all()
        self.stdout.write(str(sealing.anchor_heads(directory)))

    def _dead(self, _directory: Path) -> None:
        for delivery in queries.dead_deliveries():
            self.stdout.write(f"{delivery.listener}\t{delivery.event}\t{delivery.error}")

    def _retry(self, _directory: Path) -> None:
        count = queries.dead_deliveries().update(
            state=Delivery.State.WAITING, attempts=0, next_at=timezone.now()
        )
        self.stdout.write(f"{count} events are tried again.")
