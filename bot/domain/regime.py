"""Which law a message invokes, by its words and as a weak hint its language."""

import re
from dataclasses import dataclass
from typing import Final

from bot.domain.request import Language, Regime


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """A regime and, where known, the country whose holidays and authority apply."""

    regime: Regime
    country: str | None = None


_NAMED: Final[tuple[tuple[re.Pattern[str], Jurisdiction], ...]] = (
    (
        re.compile(r"\b(?:CCPA|CPRA|California(?:n)?)\b", re.IGNORECASE),
        Jurisdiction(regime=Regime.CCPA, country="US"),
    ),
    (
        re.compile(
            r"\b(?:(?i:UK[ -]GDPR|Data Protection Act|DPA 2018|Information Commissioner(?:['’]s Office)?|"
            r"United Kingdom|(?<!new )England|Scotland|(?<!south )Wales|Northern Ireland)|ICO)\b"
        ),
        Jurisdiction(regime=Regime.UK_GDPR, country="GB-ENG"),
    ),
    (re.compile(r"\b(?:DSGVO|DS-GVO|BDSG)\b", re.IGNORECASE), Jurisdiction(regime=Regime.GDPR, country="DE")),
    (re.compile(r"\b(?:RGPD|CNIL)\b", re.IGNORECASE), Jurisdiction(regime=Regime.GDPR)),
    (re.compile(r"\bAVG\b"), Jurisdiction(regime=Regime.GDPR, country="NL")),
    (re.compile(r"\b(?:GDPR|General Data Protection Regulation)\b", re.IGNORECASE), Jurisdiction(regime=Regime.GDPR)),
)

_HINTS: Final[dict[Language, Jurisdiction]] = {
    Language.DE: Jurisdiction(regime=Regime.GDPR, country="DE"),
    Language.FR: Jurisdiction(regime=Regime.GDPR, country="FR"),
    Language.ES: Jurisdiction(regime=Regime.GDPR, country="ES"),
    Language.IT: Jurisdiction(regime=Regime.GDPR, country="IT"),
    Language.NL: Jurisdiction(regime=Regime.GDPR, country="NL"),
}


def jurisdiction(text: str, *, language: Language, domain: str) -> Jurisdiction:
    """The law a message invokes; failing that, a hint by mail domain and language; failing that, our own promise.

    Several named laws: the first in our table, which lists the most specific first.
    """
    named = next((found for pattern, found in _NAMED if pattern.search(text)), None)
    hint = _HINTS.get(language, Jurisdiction(regime=Regime.VOLUNTARY))
    if named is not None:
        return named if named.country else Jurisdiction(regime=named.regime, country=hint.country)
    if domain.endswith(".uk"):
        return Jurisdiction(regime=Regime.UK_GDPR, country="GB-ENG")
    return hint
