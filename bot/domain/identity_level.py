"""How sure we have to be of who somebody is: one row a request type, law and sensitivity, for lawyers to read."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Final

from bot.domain.action import DataCategory
from bot.domain.request import Regime, RequestType


class IdentityLevel(StrEnum):
    """From nothing at all to what California calls a reasonably high degree of certainty.

    `ADDRESS_CONTROLLED`: the one-time link to the address on file was used. The others ask for that, and for data
    points that only the person and our systems know.
    """

    NONE = "none"
    ADDRESS_CONTROLLED = "address_controlled"
    TWO_DATA_POINTS = "two_data_points"
    THREE_DATA_POINTS_SIGNED = "three_data_points_signed"

    @property
    def data_points(self) -> int:
        """How many have to fit."""
        return _POINTS[self]

    @property
    def is_signed(self) -> bool:
        """Whether a signed declaration is kept with the case."""
        return self is IdentityLevel.THREE_DATA_POINTS_SIGNED


class Sensitivity(StrEnum):
    """What a wrong answer could do to the person: money and their own words are worth more than an address."""

    ORDINARY = "ordinary"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRow:
    """The level one request needs, and where that is written."""

    level: IdentityLevel
    citation: str


SENSITIVE_CATEGORIES: Final = frozenset({DataCategory.PAYMENT, DataCategory.CONVERSATIONS})
"""11 CCR 7060(c)(3): the type, sensitivity and value of what is held decide how strict the check is."""

_POINTS: Final[dict[IdentityLevel, int]] = {
    IdentityLevel.NONE: 0,
    IdentityLevel.ADDRESS_CONTROLLED: 0,
    IdentityLevel.TWO_DATA_POINTS: 2,
    IdentityLevel.THREE_DATA_POINTS_SIGNED: 3,
}

_EU: Final = "GDPR art. 12(2), 12(6), recital 64; EDPB Guidelines 01/2022, section 3.3"
_UK: Final = "UK GDPR art. 12(2), 12(6)"
_OURS: Final = "our notice; GDPR art. 12(2), 12(6)"
_PIECES: Final = "11 CCR 7060, 7062(c): specific pieces, three data points and a signed declaration"
_REASONABLE: Final = "11 CCR 7060, 7062(d): reasonable degree, two data points"
_HIGH: Final = "11 CCR 7060, 7062(d): reasonably high degree, three data points and a signed declaration"

_CONTROL: Final = IdentityLevel.ADDRESS_CONTROLLED
_TWO: Final = IdentityLevel.TWO_DATA_POINTS
_THREE: Final = IdentityLevel.THREE_DATA_POINTS_SIGNED

# Under the GDPR nothing more may be asked than dispels the doubt: the link to the address on file does.
_PROVED: Final[dict[tuple[RequestType, Regime], tuple[LevelRow, LevelRow]]] = {
    (request_type, regime): (LevelRow(level=_CONTROL, citation=citation), LevelRow(level=_CONTROL, citation=citation))
    for request_type in (
        RequestType.ERASURE,
        RequestType.ACCESS,
        RequestType.PORTABILITY,
        RequestType.RECTIFICATION,
    )
    for regime, citation in ((Regime.GDPR, _EU), (Regime.UK_GDPR, _UK), (Regime.VOLUNTARY, _OURS))
} | {
    (RequestType.ERASURE, Regime.CCPA): (
        LevelRow(level=_TWO, citation=_REASONABLE),
        LevelRow(level=_THREE, citation=_HIGH),
    ),
    (RequestType.ACCESS, Regime.CCPA): (
        LevelRow(level=_THREE, citation=_PIECES),
        LevelRow(level=_THREE, citation=_PIECES),
    ),
    (RequestType.PORTABILITY, Regime.CCPA): (
        LevelRow(level=_THREE, citation=_PIECES),
        LevelRow(level=_THREE, citation=_PIECES),
    ),
    (RequestType.RECTIFICATION, Regime.CCPA): (
        LevelRow(level=_TWO, citation=_REASONABLE),
        LevelRow(level=_THREE, citation=_HIGH),
    ),
}

# What harms nobody or touches nobody's data is never held up by who asks.
_UNPROVED: Final[dict[RequestType, tuple[str, str]]] = {
    RequestType.RESTRICTION: ("GDPR art. 12(6), 18: harmless and can be lifted", "11 CCR 7027(e), 7060(b)"),
    RequestType.MARKETING_OPT_OUT: ("GDPR art. 21(2)-(3): absolute", "11 CCR 7060(b); 15 U.S.C. 7704(a)(4)"),
    RequestType.ADVERTISING_OPT_OUT: ("GDPR art. 21(2)-(3): absolute", "11 CCR 7026(d), 7060(b)"),
    RequestType.COMPLAINT: ("GDPR art. 77; DPA 2018 s. 164A: an answer, no data", "an answer, no data"),
    RequestType.NOTICE_QUESTION: ("GDPR art. 13-14: public information", "Cal. Civ. 1798.100: public information"),
}

LEVELS: Final[dict[tuple[RequestType, Regime, Sensitivity], LevelRow]] = {
    (request_type, regime, sensitivity): row
    for (request_type, regime), rows in _PROVED.items()
    for sensitivity, row in zip((Sensitivity.ORDINARY, Sensitivity.SENSITIVE), rows, strict=True)
} | {
    (request_type, regime, sensitivity): LevelRow(
        level=IdentityLevel.NONE, citation=california if regime is Regime.CCPA else elsewhere
    )
    for (request_type, (elsewhere, california)), regime, sensitivity in product(_UNPROVED.items(), Regime, Sensitivity)
}
"""Every combination has its row."""


def identity_level(request_type: RequestType, regime: Regime, sensitivity: Sensitivity) -> IdentityLevel:
    """How sure we have to be before anything is planned."""
    return LEVELS[request_type, regime, sensitivity].level
