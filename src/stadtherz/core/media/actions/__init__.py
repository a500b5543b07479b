"""Verbs that change media."""

from stadtherz.core.media.actions.deleting import forget, hold, release_hold
from stadtherz.core.media.actions.deriving import SealedCopy, derive, seal_copy
from stadtherz.core.media.actions.uploading import abandon, begin_upload, receive
from stadtherz.core.media.actions.viewing import view

__all__ = [
    "SealedCopy",
    "abandon",
    "begin_upload",
    "derive",
    "forget",
    "hold",
    "receive",
    "release_hold",
    "seal_copy",
    "view",
]
