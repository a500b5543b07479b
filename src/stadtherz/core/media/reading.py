"""Opening sealed files: whole, or by range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.core.media import keys, store
from stadtherz.core.media.errors import GoneError
from stadtherz.lib.envelope import unseal, unseal_range

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from stadtherz.core.media.models import Derivative, Item


def read_item(item: Item) -> bytes:
    """The whole original, authenticated. For files of pictures' size."""
    return b"".join(_chunks(item.address, item.occasion_id, item.id))


def read_derivative(derivative: Derivative) -> bytes:
    """The whole derivative, authenticated."""
    return b"".join(_chunks(derivative.address, derivative.item.occasion_id, derivative.id))


def stream_item(item: Item, *, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """Plain bytes ``start`` to ``stop`` (exclusive) of the original, piece by piece."""
    path = store.path_of(item.address)
    with path.open("rb") as file:

        def read(offset: int, length: int) -> bytes:
            file.seek(offset)
            return file.read(length)

        yield from unseal_range(
            read,
            start=start,
            stop=item.size_bytes if stop is None else stop,
            sealed_bytes=path.stat().st_size,
            key=keys.key_of(item.occasion_id),
            media_id=item.id.bytes,
        )


def _chunks(address: str, occasion_id: UUID, media_id: UUID) -> Iterator[bytes]:
    key = keys.key_of(occasion_id)
    try:
        file = store.path_of(address).open("rb")
    except FileNotFoundError:
        raise GoneError(
            "The file is not in the store.",
            fix="Restore the directory “media” from the backup.",
            code="media.E011",
        ) from None
    with file:
        pieces = iter(lambda: file.read(store.CHUNK_BYTES), b"")
        yield from unseal(pieces, key=key, media_id=media_id.bytes)
