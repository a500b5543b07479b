"""How often one may ask the search: generous for typing, closed for harvesting."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from django.core.cache import cache

from stadtherz.lib.throttle import Bucket, Rate, full, take

if TYPE_CHECKING:
    from django.http import HttpRequest

    from stadtherz.core.journal.contract import Actor

VISITOR = Rate(burst=40, per_s=20)
KNOWN = Rate(burst=120, per_s=20)


def wait_s(request: HttpRequest, actor: Actor) -> int:
    """Seconds to wait before the next question; 0 when this one is allowed.

    Who is signed in counts by account, visitors by address; each web process counts for itself.
    """
    rate = VISITOR if actor.is_anonymous else KNOWN
    who = request.META.get("REMOTE_ADDR", "") if actor.is_anonymous else str(actor.id)
    key, now_s = f"places-search-{who}", time.time()
    seen: Bucket = cache.get(key) or full(rate, now_s=now_s)
    bucket, verdict = take(seen, rate, now_s=now_s)
    cache.set(key, bucket, timeout=rate.per_s)
    return 0 if verdict.allowed else max(1, math.ceil(verdict.retry_after_s))
