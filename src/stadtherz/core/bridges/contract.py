"""What other rooms use of bridges."""

from stadtherz.core.bridges.context import BridgeContext
from stadtherz.core.bridges.domain import BridgeState

__all__ = ["BridgeContext", "BridgeState"]
