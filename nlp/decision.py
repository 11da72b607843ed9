"""From probabilities, rules and turns of phrase to one decision with its grounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.domain.classification import Decision
from bot.domain.request import RequestType
from nlp.calibration import LABELS, PRIVACY, Numbers
from nlp.reading import Reading
from nlp.rules import Turn

Ranked = tuple[tuple[RequestType, float], ...]

_CERTAIN: Final = 0.95
_BACKED: Final = 0.8
"""How often a plain rule is right on the corpus, where the score says privacy too (0.8 to 0.9)."""

_SUGGESTED_AT_MOST: Final = 3
_SUGGESTED_ABOVE: Final = 0.15
_WITHDRAWN_ABOVE: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Below `none` sure it is not, from `sure` on sure it is, in between a person looks; chosen on held-back briefs."""

    none: float
    sure: float
    labels: Mapping[RequestType, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """The decision before evidence and identifiers are added."""

    decision: Decision
    probability: float
    labels: tuple[tuple[RequestType, float], ...] = ()
    reasons: tuple[str, ...] = ()


def rule(reading: Reading, chances: Numbers, thresholds: Thresholds) -> Ruling:
    """Decide; the rules may raise a doubt or settle a terse message, never silence a score."""
    if reading.is_empty:
        return Ruling(decision=Decision.NONE, probability=0.0)
    if reading.rules.is_certain and not reading.is_only_quoted:
        return _terse(reading, chances)
    probability = max(round(float(chances[PRIVACY]), 4), _CERTAIN if reading.plain_labels else 0.0)
    acting, suggested = _labels(reading, chances, thresholds)
    doubts = _doubts(reading, probability, acting, thresholds)
    if doubts:
        return Ruling(decision=Decision.UNSURE, probability=probability, labels=acting or suggested, reasons=doubts)
    if probability < thresholds.none:
        return Ruling(decision=Decision.NONE, probability=probability)
    if acting and (probability >= thresholds.sure or reading.plain_labels):
        return Ruling(decision=Decision.PRIVACY, probability=probability, labels=acting)
    return Ruling(
        decision=Decision.UNSURE,
        probability=probability,
        labels=acting or suggested,
        reasons=(_closeness(probability, suggested, thresholds),),
    )


def _terse(reading: Reading, chances: Numbers) -> Ruling:
    found = {finding.label: max(_CERTAIN, _rounded(chances, finding.label)) for finding in reading.rules.findings}
    ranked = tuple(sorted(found.items(), key=lambda item: -item[1]))
    return Ruling(
        decision=Decision.PRIVACY, probability=max(_CERTAIN, round(float(chances[PRIVACY]), 4)), labels=ranked
    )


def _labels(reading: Reading, chances: Numbers, thresholds: Thresholds) -> tuple[Ranked, Ranked]:
    """Labels to act on, and labels worth suggesting; most confident first."""
    agreed = chances[PRIVACY] >= thresholds.sure
    plain = {found.label for found in reading.rules.findings if agreed and not found.is_article}
    floors = dict.fromkeys(plain, _BACKED) | dict.fromkeys(reading.plain_labels, _CERTAIN)
    backed = {label: max(_rounded(chances, label), floors.get(label, 0.0)) for label in LABELS}
    backed |= dict.fromkeys(reading.cited_beside, 0.0)
    ranked = sorted(backed.items(), key=lambda item: (-item[1], item[0]))
    acting = tuple((label, chance) for label, chance in ranked if chance >= thresholds.labels.get(label, 0.5))
    suggested = tuple((label, chance) for label, chance in ranked if chance >= _SUGGESTED_ABOVE)
    return acting, (suggested or tuple(ranked[:1]))[:_SUGGESTED_AT_MOST]


def _doubts(
    reading: Reading, probability: float, acting: Sequence[tuple[RequestType, float]], thresholds: Thresholds
) -> tuple[str, ...]:
    """Why a person should look, in plain words; empty when nothing but the score speaks."""
    is_possible = probability >= thresholds.none
    turns = reading.rules.turns
    labels = {label for label, _ in acting}
    checks = {
        "written in a language we do not read": reading.is_foreign and not reading.plain_labels,
        "only quoted or forwarded words, nothing new": reading.is_only_quoted and is_possible,
        "agrees to words quoted below": reading.is_endorsed and is_possible,
        f"because of {_quote(reading.telling)}: tells of rights, may not use them": bool(reading.telling)
        and is_possible,
        f"because of {_quote(turns.get(Turn.RETRACTION))}: takes a request back": Turn.RETRACTION in turns,
        f"because of {_quote(turns.get(Turn.WITHDRAWAL))}: seems to take a request back": (
            Turn.WITHDRAWAL in turns and Turn.RETRACTION not in turns and probability >= _WITHDRAWN_ABOVE
        ),
        f"because of {_quote(turns.get(Turn.NEGATION))}: says what not to do": (
            Turn.NEGATION in turns and is_possible and (RequestType.ERASURE in labels or not labels)
        ),
        f"because of {_quote(turns.get(Turn.CONDITION))}: a condition": Turn.CONDITION in turns and is_possible,
        f"because of {_quote(turns.get(Turn.FOR_ANOTHER))}: speaks for someone else": (
            Turn.FOR_ANOTHER in turns and is_possible
        ),
        f"because of {_quote(turns.get(Turn.ACCOUNT_ONLY))}: closing an account may not mean the data": (
            Turn.ACCOUNT_ONLY in turns and is_possible and labels <= {RequestType.ERASURE}
        ),
        f"because of {_quote(_plainest(reading))}: the words say a request, the score does not": (
            bool(reading.rules.findings) and not is_possible
        ),
    }
    return tuple(words for words, applies in checks.items() if applies)


def _closeness(probability: float, suggested: Sequence[tuple[RequestType, float]], thresholds: Thresholds) -> str:
    if probability >= thresholds.sure:
        return "a privacy request, but which one is not clear"
    if len(suggested) > 1 and suggested[0][1] - suggested[1][1] < 0.15:
        return "two readings are close"
    return "reads like a request and like ordinary support"


def _plainest(reading: Reading) -> str:
    return reading.rules.findings[0].words if reading.rules.findings else ""


def _quote(words: str | None) -> str:
    short = " ".join((words or "").split())
    return f"“{short if len(short) <= 60 else short[:59] + '…'}”"


def _rounded(chances: Numbers, label: RequestType) -> float:
    return round(float(chances[LABELS.index(label)]), 4)
