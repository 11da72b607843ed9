"""Figures as people read them."""

from math import isnan

from nlp.measuring.intervals import Interval

_NOTHING = "–"


def number_words(value: float) -> str:
    """Three places; a dash when it has no meaning."""
    return _NOTHING if isnan(value) else f"{value:.3f}"


def share_words(value: float) -> str:
    """Per cent with one place."""
    return _NOTHING if isnan(value) else f"{value * 100:.1f} %"


def pace_words(milliseconds: float) -> str:
    """Two places below ten milliseconds, none above a hundred."""
    if isnan(milliseconds):
        return _NOTHING
    places = 2 if milliseconds < 10 else 1 if milliseconds < 100 else 0
    return f"{milliseconds:.{places}f} ms"


def number_span(interval: Interval) -> str:
    """Both ends, three places."""
    return "" if isnan(interval.low) else f"{interval.low:.3f} to {interval.high:.3f}"


def share_span(interval: Interval) -> str:
    """Both ends in per cent."""
    return "" if isnan(interval.low) else f"{interval.low * 100:.1f} to {interval.high * 100:.1f} %"
