"""Sealing entries into batches, anchoring the heads outside, and checking it all again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from stadtherz.core.journal.models import Batch, Entry, PersonalValues
from stadtherz.lib import chain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from django.db.models import QuerySet

BATCH_SIZE = 100
"""Entries per transaction: well under 200 ms on a slow disk."""


def seal_all() -> None:
    """Seal what is open in every chain, in transactions of at most `BATCH_SIZE` entries."""
    chains = Entry.objects.filter(batch__isnull=True).values_list("chain_id", flat=True)
    for chain_id in set(chains):
        while seal(chain_id) == BATCH_SIZE:
            pass


def seal(chain_id: UUID) -> int:
    """Seal up to `BATCH_SIZE` open entries of one chain.

    Returns:
        How many entries were sealed.

    """
    with transaction.atomic():
        last = Batch.objects.filter(chain_id=chain_id).order_by("-number").first()
        found = Entry.objects.filter(chain_id=chain_id, batch__isnull=True).order_by("id")
        entries = list(found[:BATCH_SIZE])
        if not entries:
            return 0
        previous = bytes.fromhex(last.head) if last else chain.GENESIS
        digests = [chain.entry_digest(values_of(entry)) for entry in entries]
        batch = Batch.objects.create(
            chain_id=chain_id,
            number=last.number + 1 if last else 1,
            previous_head=previous.hex(),
            head=chain.batch_head(previous, digests).hex(),
            entry_count=len(entries),
            sealed_at=timezone.now(),
        )
        for position, (entry, digest) in enumerate(zip(entries, digests, strict=True)):
            entry.batch, entry.position, entry.digest = batch, position, digest.hex()
        Entry.objects.bulk_update(entries, ["batch", "position", "digest"])
    return len(entries)


def values_of(entry: Entry) -> dict[str, Any]:
    """Everything that the entry says, as it enters the chain."""
    return {
        "id": str(entry.id),
        "chain": str(entry.chain_id),
        "at": entry.at.isoformat(timespec="microseconds"),
        "verb": entry.verb,
        "actor": [entry.actor_kind, str(entry.actor_id or ""), entry.actor_module],
        "cause": str(entry.cause_id or ""),
        "target": [entry.target_kind, entry.target_id],
        "facts": entry.facts,
        "personal": entry.personal_digest,
    }


def verify(anchors: Path | None = None) -> list[str]:
    """Recompute every chain and personal digest, and compare with the anchored heads.

    Args:
        anchors: directory of `anchor_heads`; None checks the chains alone, which proves
            nothing against who holds the database.

    Returns:
        What does not hold and where, one sentence each.

    """
    chains = Batch.objects.values_list("chain_id", flat=True).distinct()
    faults = [fault for chain_id in chains for fault in _chain_faults(chain_id)]
    if anchors is not None:
        faults += _anchor_faults(anchors)
    return faults + list(_personal_faults())


def _chain_faults(chain_id: UUID) -> Iterator[str]:
    try:
        chain.verify(_stored(batch) for batch in _batches(chain_id))
    except chain.ChainError as error:
        yield f"Chain {chain_id}: {error.message}"


def _batches(chain_id: UUID) -> QuerySet[Batch]:
    return Batch.objects.filter(chain_id=chain_id).order_by("number")


def _stored(batch: Batch) -> chain.Batch:
    entries = list(batch.entries.order_by("position"))
    return chain.Batch(
        number=batch.number,
        entries=[values_of(entry) for entry in entries],
        digests=[bytes.fromhex(entry.digest) for entry in entries],
        head=bytes.fromhex(batch.head),
    )


def _personal_faults() -> Iterator[str]:
    rows = PersonalValues.objects.select_related("entry").iterator()
    for row in rows:
        told = chain.salted_digest(row.values, salt=bytes.fromhex(row.salt)).hex()
        if told != row.entry.personal_digest:
            yield f"Entry {row.entry_id}: its personal values were changed."


def anchor_heads(directory: Path) -> Path:
    """Write the newest head of every chain to a file of today; give it to another store.

    Returns:
        The file, one JSON line per chain, which is only ever appended to.

    """
    now = timezone.now()
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"heads-{now:%Y-%m-%d}.jsonl"
    with path.open("a", encoding="utf-8") as lines:
        for chain_id in Batch.objects.values_list("chain_id", flat=True).distinct():
            last = Batch.objects.filter(chain_id=chain_id).latest("number")
            row = {"chain": str(chain_id), "number": last.number, "head": last.head}
            lines.write(json.dumps({**row, "at": now.isoformat()}) + "\n")
    return path


def _anchor_faults(directory: Path) -> list[str]:
    known = {(str(b.chain_id), b.number): b.head for b in Batch.objects.iterator()}
    return [
        f"Chain {row['chain']}: batch {row['number']} differs from its head in {path.name}."
        for path in sorted(directory.glob("heads-*.jsonl"))
        for row in map(json.loads, path.read_text("utf-8").splitlines())
        if known.get((row["chain"], row["number"])) != row["head"]
    ]
