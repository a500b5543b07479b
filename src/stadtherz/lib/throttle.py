"""How often something may happen: a token bucket and a sliding window. Time is an argument.

States are frozen values, so that they can be kept anywhere (a dictionary, a row, a cache).
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True)
class Rate:
    """At most ``burst`` at once, and ``burst`` per ``per_s`` seconds in the long run."""

    burst: int
    per_s: float

    def __post_init__(self) -> None:
        if self.burst < 1 or self.per_s <= 0:
            raise ValueError("a rate allows at least one in a time above zero")


@dataclass(frozen=True)
class Verdict:
    """The answer: allowed or not, and after how many seconds one more would be."""

    allowed: bool
    retry_after_s: float


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """A bucket of tokens as it was at a moment."""

    tokens: float
    at_s: float


def full(rate: Rate, *, now_s: float) -> Bucket:
    """Return the bucket of someone who was not seen before."""
    return Bucket(tokens=rate.burst, at_s=now_s)


def take(bucket: Bucket, rate: Rate, *, now_s: float, cost: float = 1.0) -> tuple[Bucket, Verdict]:
    """Take tokens if there are enough; return the new bucket and the verdict.

    Args:
        bucket: as returned before, or from :func:`full`.
        rate: what is allowed.
        now_s: seconds of a clock; where it jumped back nothing is refilled and nothing is lost.
        cost: tokens that this one takes, at most ``rate.burst``.

    Raises:
        ValueError: when the cost could never be paid.

    """
    if not 0 < cost <= rate.burst:
        raise ValueError(f"a cost of {cost} never fits a burst of {rate.burst}")
    per_token_s = rate.per_s / rate.burst
    passed_s = max(0.0, now_s - bucket.at_s)
    tokens = min(float(rate.burst), bucket.tokens + passed_s / per_token_s)
    filled = Bucket(tokens=tokens, at_s=now_s)
    if tokens >= cost:
        return replace(filled, tokens=tokens - cost), Verdict(allowed=True, retry_after_s=0.0)
    return filled, Verdict(allowed=False, retry_after_s=(cost - tokens) * per_token_s)


@dataclass(frozen=True)
class Window:
    """The moments of what was allowed lately, oldest first."""

    moments_s: tuple[float, ...] = ()


def allow(window: Window, rate: Rate, *, now_s: float) -> tuple[Window, Verdict]:
    """Allow at most ``burst`` in any ``per_s`` seconds; for rare, costly things such as log-ins.

    A clock that jumped back keeps the moments that lie ahead as if they were now.
    """
    seen = (min(moment, now_s) for moment in window.moments_s)
    recent = tuple(moment for moment in seen if now_s - moment < rate.per_s)
    if len(recent) < rate.burst:
        return Window((*recent, now_s)), Verdict(allowed=True, retry_after_s=0.0)
    return Window(recent), Verdict(
        allowed=False, retry_after_s=recent[-rate.burst] + rate.per_s - now_s
    )
