"""Proof of identity beyond the link: data points that fit what our systems hold, and a signed declaration."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

_ZIP_AND_FOUR: Final = re.compile(r"(\d{5})\d{4}")
_ENDING: Final = 4


class DataPoint(StrEnum):
    """What we may ask for: known to the person and to our systems, and no secret that a leak would spoil.

    Never a card or account number, a licence or a social security number (11 CCR 7060(d), 7024(d)).
    """

    ORDER_NUMBER = "order_number"
    POSTCODE = "postcode"
    PHONE_ENDING = "phone_ending"

    def normalised(self, text: str) -> str:
        """What is compared, however it was typed; empty when there is nothing to compare."""
        plain = re.sub(r"[\W_]", "", text).upper()
        match self:
            case DataPoint.ORDER_NUMBER:
                return plain
            case DataPoint.POSTCODE:
                long = _ZIP_AND_FOUR.fullmatch(plain)
                return long[1] if long else plain
            case DataPoint.PHONE_ENDING:
                digits = re.sub(r"\D", "", text)
                return digits[-_ENDING:] if len(digits) >= _ENDING else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPoint:
    """A data point as a system holds it: a keyed hash of case, kind and value, never the value itself."""

    point: DataPoint
    tag: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What somebody signed, with the name they typed; kept with the case (11 CCR 7062(c))."""

    words: str
    name: str = field(repr=False)
    signed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofRecord:
    """What is needed to check who somebody is, and what was proved.

    `held`: the data points our systems know. `tries`: wrong answers so far. `points`: those that fitted.
    """

    is_sensitive: bool = False
    held: tuple[HeldPoint, ...] = ()
    tries: int = 0
    points: tuple[DataPoint, ...] = ()
    declaration: Declaration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofAnswers:
    """What somebody filled in on their page."""

    points: Mapping[DataPoint, str] = field(default_factory=dict, repr=False)
    declaration: str = ""
    signed_name: str = field(default="", repr=False)


NO_ANSWERS: Final = ProofAnswers()
NO_PROOF: Final = ProofRecord()
