"""Verbs that change media."""

from stadtherz.core.media.actions.deleting import forget, hold, release_hold
from stadtherz.core.media.actions.deriving import derive
from stadtherz.core.media.actions.uploading import abandon, begin_upload, receive
from stadtherz.core.media.actions.viewing import view

__all__ = [
    "abandon",
    "begin_upload",
    "derive",
    "forget",
    "hold",
    "receive",
    "release_hold",
    "view",
]
