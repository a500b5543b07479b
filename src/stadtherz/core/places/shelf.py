"""Where packs lie as files: the shelves of the checkout and the house, and what is in use.

Only this file touches a pack's directory. A pack in use is a copy of its own below the
installation's data, named by its digest, so that pages never read what somebody just builds.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from stadtherz.core.places.errors import PlaceError
from stadtherz.lib.townpack import ABOUT, LIGHTS, TownAbout, TownPackError, read_about

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CHECKOUT_TOWNS = Path(__file__).resolve().parents[4] / "towns"


def shelves() -> list[Path]:
    """Directories that hold packs, the house's own before the checkout's."""
    return [Path(settings.STADTHERZ_TOWNS_DIR), CHECKOUT_TOWNS]


def find(name: str) -> Path:
    """The directory of a pack, by its key or its own path.

    Raises:
        PlaceError: places.E001, there is none; the packs that are there are named.

    """
    for folder in (Path(name), *(shelf / name for shelf in shelves())):
        if (folder / ABOUT).is_file():
            return folder
    known = ", ".join(sorted({folder.name for folder, _ in listed()})) or "none"
    raise PlaceError(
        f"There is no town pack “{name}” (packs here: {known}).",
        fix="Type one of these, or the path of a directory that holds a town.toml; a new pack is "
        "built with: stadtherz town build FILE --name KEY",
        code="places.E001",
    )


def listed() -> Iterator[tuple[Path, TownAbout | TownPackError]]:
    """Every pack on the shelves with what it says about itself, or why it cannot be read."""
    for shelf in shelves():
        for about in sorted(shelf.glob(f"[!.]*/{ABOUT}")):
            try:
                yield about.parent, read_about(about.read_bytes())
            except TownPackError as error:
                yield about.parent, error


def read(folder: Path) -> dict[str, bytes]:
    """All files of a pack, name to bytes."""
    try:
        return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    except OSError as error:
        raise PlaceError(
            f"The town pack in {folder} cannot be read: {error.strerror}.",
            fix="Check that the directory exists and may be read.",
            code="places.E002",
        ) from error


def digest_of(files: Mapping[str, bytes]) -> str:
    """What names exactly these files: town.toml holds the others' SHA-256, lights.toml does not."""
    digest = hashlib.sha256(files.get(ABOUT, b""))
    digest.update(b"\0" + files.get(LIGHTS, b""))
    return digest.hexdigest()


def in_use(key: str, digest: str) -> Path:
    """The directory of a loaded pack."""
    return Path(settings.STADTHERZ_DATA_DIR) / "towns" / f"{key}-{digest[:12]}"


def put_in_use(key: str, digest: str, files: Mapping[str, bytes]) -> None:
    """Copy a pack's files to where pages read them; whole or not at all."""
    target = in_use(key, digest)
    if digest_of(_present(target)) != digest:
        write(target, files)


def forget(key: str, digest: str) -> None:
    """Remove the copy of a pack that is no longer in use."""
    shutil.rmtree(in_use(key, digest), ignore_errors=True)


def write(target: Path, files: Mapping[str, bytes]) -> None:
    """Write a pack beside its place, flush it, and rename it there; an older one goes then.

    Files that people keep in the older one (lights.toml, NOTICE) are carried over.

    Raises:
        PlaceError: places.E004, the disk is full or may not be written; nothing changed.

    """
    fresh = target.with_name(f".{target.name}.new-{os.getpid()}")
    kept = {name: data for name, data in _present(target).items() if name not in files}
    try:
        fresh.mkdir(parents=True, exist_ok=False)
        for name, content in {**kept, **files}.items():
            _write_file(fresh / name, content)
        _swap(fresh, target)
    except OSError as error:
        raise PlaceError(
            f"The town pack could not be written to {target}: {error.strerror or error}.",
            fix="Make room on the disk, or choose another directory; what was there is unchanged.",
            code="places.E004",
        ) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _present(folder: Path) -> dict[str, bytes]:
    return read(folder) if folder.is_dir() else {}


def _write_file(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _swap(fresh: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}.old-{os.getpid()}")
    if target.exists():
        target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
