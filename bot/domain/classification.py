"""What the classifier says about a message."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.identity import Identifiers
from bot.domain.request import RequestType, Scope


class Decision(StrEnum):
    """Sure it is, cannot tell, sure it is not."""

    PRIVACY = "privacy"
    UNSURE = "unsure"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelScore:
    """One request found in the message, with the words that led to it."""

    label: RequestType
    confidence: float
    evidence: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """A decision with its grounds.

    `probability` is that of "this message exercises a privacy right", 0 to 1. `labels` are those worth
    acting on (decision PRIVACY) or worth suggesting to a person (UNSURE), most confident first; empty for NONE.
    `language` is an ISO 639-1 code or "und". `reasons` says in plain words why the decision is UNSURE.
    """

    decision: Decision
    probability: float
    labels: tuple[LabelScore, ...] = ()
    scope: Scope = Scope()
    language: str = "und"
    identifiers: Identifiers = Identifiers()
    reasons: tuple[str, ...] = field(default=(), repr=False)
    model_version: str = ""
