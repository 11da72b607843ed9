"""The terms of each request: what it shall wait for."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.domain.classification import LabelScore
from nlp.reading import Reading
from nlp.rules import Turn


def with_terms(labels: Iterable[LabelScore], reading: Reading) -> tuple[LabelScore, ...]:
    """The requests found, each with its terms."""
    condition = reading.rules.turns.get(Turn.CONDITION, "")
    return tuple(replace(score, condition=condition) for score in labels)


def message_terms(reading: Reading) -> dict[str, Any]:
    """The fields of a Classification that hold for the message as a whole."""
    turns = reading.rules.turns
    return {
        "condition": turns.get(Turn.CONDITION, ""),
        "takes_back": turns.get(Turn.RETRACTION) or turns.get(Turn.WITHDRAWAL, ""),
    }
