"""The vocabulary of occasions for the modules."""

from stadtherz.core.occasions.actions.incidents import Report
from stadtherz.core.occasions.domain import Kind, Phase
from stadtherz.core.occasions.labels import KIND_LABELS, PHASE_LABELS

__all__ = ["KIND_LABELS", "PHASE_LABELS", "Kind", "Phase", "Report"]
