"""A very small town, built once by the real builder, and a PostgreSQL of the tests' own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stadtherz.core.people.contract import system_actor
from stadtherz.core.places import shelf
from stadtherz.core.places.actions import load_town
from stadtherz.lib.osm import read_extract
from stadtherz.lib.townpack import PackPlan, build

if TYPE_CHECKING:
    from pathlib import Path

    from stadtherz.core.places.models import TownPack

STREETS = {
    "Kaiserstraße": (49.4400, 6),
    "Mühlstraße": (49.4410, 3),
    "Richard-Wagner-Straße": (49.4420, 12),
    "Straße des 17. Juni": (49.4430, 2),
    "Am Markt": (49.4440, 0),
}
WEST, STEP_DEG = 7.7600, 0.0005
BY = system_actor("places")


def small_town(
    *, streets: dict[str, tuple[float, int]], stop: str = "Rathaus", stop_id: int = 90_000
) -> str:
    """An OpenStreetMap file (XML 0.6): streets with houses, a bus stop, a school's ground."""
    nodes, ways, number = [], [], 1
    for name, (lat, houses) in streets.items():
        first = number
        for i in range(4):
            nodes.append(f'<node id="{number}" lat="{lat}" lon="{WEST + i * 0.005}"/>')
            number += 1
        members = "".join(f'<nd ref="{n}"/>' for n in range(first, first + 4))
        tags = f'<tag k="highway" v="residential"/><tag k="name" v="{name}"/>'
        ways.append(f'<way id="{first}">{members}{tags}</way>')
        for i in range(houses):
            tags = (
                f'<tag k="addr:street" v="{name}"/><tag k="addr:housenumber" v="{i + 1}"/>'
                '<tag k="addr:postcode" v="67655"/><tag k="addr:city" v="Kleinstadt"/>'
            )
            at = f'lat="{lat + 0.0002}" lon="{WEST + i * STEP_DEG}"'
            nodes.append(f'<node id="{number}" {at}>{tags}</node>')
            number += 1
    for side in (0, 1):
        tags = f'<tag k="highway" v="bus_stop"/><tag k="name" v="{stop}"/>'
        lon = 7.77 + side / 5000
        nodes.append(f'<node id="{stop_id + side}" lat="49.4441" lon="{lon}">{tags}</node>')
    corners = ((7.771, 49.441), (7.773, 49.441), (7.773, 49.442), (7.771, 49.442))
    nodes += [f'<node id="{95_000 + i}" lat="{y}" lon="{x}"/>' for i, (x, y) in enumerate(corners)]
    ring = "".join(f'<nd ref="{95_000 + i % 4}"/>' for i in range(5))
    tags = '<tag k="amenity" v="school"/><tag k="name" v="Schule am Markt"/>'
    ways.append(f'<way id="99000">{ring}{tags}</way>')
    box = '<bounds minlat="49.435" minlon="7.755" maxlat="49.447" maxlon="7.785"/>'
    return f'<osm version="0.6">{box}{"".join(nodes)}{"".join(ways)}</osm>'


def write_pack(folder: Path, **changes: object) -> Path:
    """Build the small town's pack below `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    extract = folder / "kleinstadt.osm"
    extract.write_text(small_town(**{"streets": STREETS, **changes}), encoding="utf-8")  # type: ignore[arg-type] # keywords of small_town
    files = build(read_extract(extract), PackPlan(key="kleinstadt", name="Kleinstadt"))
    shelf.write(folder / "kleinstadt", files)
    return folder / "kleinstadt"


@pytest.fixture(scope="session")
def pack_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small town's pack."""
    return write_pack(tmp_path_factory.mktemp("towns"))


@pytest.fixture
def loaded(db: None, pack_dir: Path) -> TownPack:
    """The small town, loaded."""
    return load_town(pack_dir, by=BY)
