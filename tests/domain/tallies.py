"""Days of reading and deciding, made up."""

from datetime import date, timedelta
from typing import Any

from bot.domain.classification import Decision
from bot.domain.tally import Agreement, DecidedOn, DecisionTally, ReadingTally, Tallies

TODAY = date(2026, 11, 25)
"""A Wednesday."""

START = TODAY - timedelta(days=90)


def read(on: date, messages: int = 1, **changes: Any) -> ReadingTally:
    plain: dict[str, Any] = {
        "on": on,
        "language": "en",
        "decision": Decision.NONE,
        "unknown_up_to": 10,
        "model_version": "7",
        "messages": messages,
        "unknown_permille": 40 * messages,
    }
    return ReadingTally(**(plain | changes))


def decided(on: date, decisions: int = 1, **changes: Any) -> DecisionTally:
    plain: dict[str, Any] = {
        "on": on,
        "language": "en",
        "decided_on": DecidedOn.REVIEW,
        "agreement": Agreement.AGREED,
        "model_version": "7",
        "decisions": decisions,
    }
    return DecisionTally(**(plain | changes))


def day_of(on: date, *, messages: int, unsure: int, language: str = "en", **changes: Any) -> tuple[ReadingTally, ...]:
    """So many messages of a day, so many of them unsure."""
    return (
        read(on, messages - unsure, language=language, **changes),
        read(on, unsure, language=language, decision=Decision.UNSURE, **changes),
    )


def days(first: date, last: date, *, messages: int, unsure: int, language: str = "en", **changes: Any) -> Tallies:
    """The same every day, both ends included."""
    each = (first + timedelta(days=number) for number in range((last - first).days + 1))
    rows = (day_of(on, messages=messages, unsure=unsure, language=language, **changes) for on in each)
    return Tallies(readings=tuple(tally for row in rows for tally in row))


def together(*parts: Tallies) -> Tallies:
    """All of them."""
    return Tallies(
        readings=tuple(tally for part in parts for tally in part.readings),
        decisions=tuple(tally for part in parts for tally in part.decisions),
    )
