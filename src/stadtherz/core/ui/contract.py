"""What modules use of the one place that formats for people, outside templates."""

from stadtherz.core.ui.wording import position

__all__ = ["position"]
