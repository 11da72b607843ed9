"""A line the size of a word: how a share went, week by week."""

from collections.abc import Sequence
from typing import Final

WIDTH: Final = 160
HEIGHT: Final = 36

_EDGE: Final = 3
_LEAST_TOP: Final = 0.05
"""Below five per cent the line stays low: noise must not fill the picture."""


def top_of(shares: Sequence[float | None]) -> float:
    """The share at the upper edge."""
    return max([_LEAST_TOP, *(share for share in shares if share is not None)])


def line(shares: Sequence[float | None]) -> str:
    """The `d` of an SVG path, WIDTH by HEIGHT; a week without a share is a gap, a week between gaps a dot."""
    top = top_of(shares)
    step = (WIDTH - 2 * _EDGE) / max(1, len(shares) - 1)
    drawn: list[str] = []
    for place, share in enumerate(shares):
        if share is None:
            continue
        is_joined = place > 0 and shares[place - 1] is not None
        drawn.append(f"{'L' if is_joined else 'M'}{_EDGE + place * step:.1f} {_height(share, top):.1f}")
        if not is_joined:
            # Of no length, but drawn by round caps: so that a lone week shows.
            drawn.append("h0")
    return "".join(drawn)


def level(share: float, shares: Sequence[float | None]) -> float:
    """How high a share lies in the same picture, as SVG counts: from above."""
    return round(_height(min(share, top_of(shares)), top_of(shares)), 1)


def _height(share: float, top: float) -> float:
    return HEIGHT - _EDGE - (HEIGHT - 2 * _EDGE) * share / top
