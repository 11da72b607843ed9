"""What a person says is wrong about them, and what is right."""

from dataclasses import dataclass, field
from enum import StrEnum


class CorrectableField(StrEnum):
    """The fields of a person's record that systems let us correct."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One field, old and new; `old` is empty when the person did not say it."""

    what: CorrectableField
    new: str = field(repr=False)
    old: str = field(default="", repr=False)
