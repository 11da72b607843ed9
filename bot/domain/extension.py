"""More time: why the law grants it, once, and what stands against it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from bot.domain.legal_rule import RULES
from bot.domain.request import RequestType


class ExtensionReason(StrEnum):
    """The two reasons that the GDPR (art. 12(3)) and the CCPA (Civ. 1798.130(a)(2)) know."""

    COMPLEXITY = "complexity"
    NUMBER_OF_REQUESTS = "number_of_requests"


EXTENSION_WORDS: Final[Mapping[ExtensionReason, str]] = {
    ExtensionReason.COMPLEXITY: "the request is complex",
    ExtensionReason.NUMBER_OF_REQUESTS: "this person made several requests",
}
"""The reasons as our own people read them."""

EXTENDABLE_TYPES: Final[frozenset[RequestType]] = frozenset[RequestType]().union(
    *(rule.request_types for rule in RULES if rule.terms.extendable)
)
"""Requests for which some law grants more time."""
