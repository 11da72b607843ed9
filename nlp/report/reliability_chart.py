"""Where the marks of the reliability diagram stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nlp.measuring.reliability import Bin

SIDE: Final = 300
_SMALLEST: Final = 3.0
_LARGEST: Final = 11.0
_TALLEST: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One bin: a dot at what was said and what was so, and a bar for its mails."""

    bin: Bin
    x: float
    y: float
    radius: float
    left: float
    width: float
    height: float


def reliability_chart(bins: Sequence[Bin]) -> tuple[Mark, ...]:
    """In a square of 300 with 0 at the bottom left; bars grow from the axis, the tallest 60."""
    most = max((each.mails for each in bins), default=1)
    return tuple(_mark(each, most) for each in bins)


def _mark(each: Bin, most: int) -> Mark:
    part = each.mails / most
    return Mark(
        bin=each,
        x=round(each.said * SIDE, 1),
        y=round((1 - each.was) * SIDE, 1),
        radius=round(_SMALLEST + (_LARGEST - _SMALLEST) * part**0.5, 1),
        left=round(each.low * SIDE + 1, 1),
        width=round((each.high - each.low) * SIDE - 2, 1),
        height=round(max(1.0, part * _TALLEST), 1),
    )
