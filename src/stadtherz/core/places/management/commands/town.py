"""``stadtherz town``: build, load and list town packs."""

from __future__ import annotations

import datetime as dt
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from stadtherz.core.people.contract import system_actor
from stadtherz.core.places import shelf
from stadtherz.core.places.actions import load_town
from stadtherz.core.places.models import TownPack
from stadtherz.lib.errors import CityError
from stadtherz.lib.osm import read_extract
from stadtherz.lib.townpack import ABOUT, PackPlan, TownPackError, build, read_pack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.core.management.base import CommandParser

SILENCE_S = 2.5
"""Longest time without a line of progress."""


class Command(BaseCommand):
    """Town packs: everything that a town needs to be drawn, searched and lit without internet."""

    help = "Build a town pack from an OpenStreetMap file, load one, or list them."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        maker = verbs.add_parser("build", help="turn an OpenStreetMap file into a pack")
        maker.add_argument("file", type=Path, help=".osm, .osm.gz, .osm.bz2 or .osm.pbf")
        maker.add_argument(
            "--name",
            "--key",
            dest="key",
            required=True,
            help="the pack's short name in addresses, such as kaiserslautern",
        )
        maker.add_argument("--title", help="the town's name as people write it")
        maker.add_argument("--out", type=Path, help="directory that will hold the pack's own")
        maker.add_argument("--bbox", type=_box, help="west,south,east,north in degrees")
        maker.add_argument("--zone", default="Europe/Berlin", help="IANA time zone")
        maker.add_argument("--source", default="", help="where the file came from, one sentence")
        maker.add_argument("--source-on", type=dt.date.fromisoformat, help="day of its state")
        loader = verbs.add_parser("load", help="take a pack into this installation")
        loader.add_argument("pack", help="its key, or its directory")
        verbs.add_parser("list", help="show the packs that are here")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        verbs: dict[str, Callable[..., None]] = {
            "build": self._build, "load": self._load, "list": self._list,
        }  # fmt: skip
        try:
            verbs[options["verb"]](**options)
        except CityError as error:
            raise CommandError(f"{error.message}\n  → {error.fix} [{error.code}]") from error

    def _build(self, *, file: Path, key: str, title: str | None, **options: Any) -> None:
        plan = PackPlan(
            key=key.lower(), name=title or key.title(), timezone=options["zone"],
            source=options["source"], source_on=options["source_on"], bbox=options["bbox"],
        )  # fmt: skip
        folder = (options["out"] or Path(settings.STADTHERZ_TOWNS_DIR)) / plan.key
        with self._told() as tell:
            extract = read_extract(file, bbox=plan.bbox, progress=tell)
            files = build(extract, plan, progress=tell)
            read_pack(files)
            shelf.write(folder, files)
        size_kb = sum(map(len, files.values())) / 1000
        self.stdout.write(f"{folder}: {size_kb:,.0f} kB. Load it: stadtherz town load {folder}")

    def _load(self, *, pack: str, **_options: Any) -> None:
        with self._told() as tell:
            loaded = load_town(shelf.find(pack), by=system_actor("places"), progress=tell)
        counts = loaded.counts
        self.stdout.write(
            f"{loaded.key} {loaded.version}: {counts.get('streets', 0):,} streets, "
            f"{counts.get('addresses', 0):,} addresses, {counts.get('pois', 0):,} places; "
            f"{loaded.attribution}, {loaded.licence}"
        )

    def _list(self, **_options: Any) -> None:
        in_use = set(TownPack.objects.filter(loaded_at__isnull=False).values_list("digest"))
        rows = list(shelf.listed())
        for folder, about in rows:
            if isinstance(about, TownPackError):
                self.stdout.write(f"  {folder.name:<20} damaged: {about.message}")
                continue
            is_used = (shelf.digest_of(shelf.read(folder)),) in in_use
            self.stdout.write(
                f"{'*' if is_used else ' '} {about.key:<20} {about.name}, "
                f"{about.counts.get('addresses', 0):,} addresses, {folder}"
            )
        if not rows:
            self.stdout.write(f"No packs here; a pack is a directory with a {ABOUT}.")

    @contextmanager
    def _told(self) -> Iterator[Callable[[str], None]]:
        """Write lines of progress, and one at least every 3 s while a long step runs."""
        state: dict[str, Any] = {"line": "starting", "at_s": 0.0}
        ended = threading.Event()

        def tell(line: str, pause_s: float = 0.8) -> None:
            state["line"] = line
            if time.monotonic() - state["at_s"] > pause_s:
                state["at_s"] = time.monotonic()
                self.stderr.write(f"  {line}", self.style.HTTP_INFO)

        def repeat() -> None:
            while not ended.wait(0.5):
                if time.monotonic() - state["at_s"] > SILENCE_S:
                    tell(f"{state['line'].removesuffix(' …')} …")

        teller = threading.Thread(target=repeat, daemon=True)
        teller.start()
        try:
            yield tell
        finally:
            ended.set()
            teller.join()
            sys.stderr.flush()


def _box(text: str) -> tuple[float, float, float, float]:
    west, south, east, north = (float(part) for part in text.split(","))
    return west, south, east, north
