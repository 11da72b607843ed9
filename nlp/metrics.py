"""How good is it: figures over judged mails."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

import numpy as np

from bot.domain.classification import Classification, Decision
from bot.domain.request import RequestType
from nlp.training_mail import TrainingMail


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One mail with what was said about it and how long that took."""

    mail: TrainingMail = field(repr=False)
    said: Classification = field(repr=False)
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFigures:
    """One label: how much of what was said is right, how much of what is there was said."""

    precision: float
    recall: float
    present: int

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All figures of one run; shares lie between 0 and 1."""

    mails: int
    requests: int
    auc: float
    requests_noticed: float
    requests_sure: float
    ordinary_flagged: float
    ordinary_wrongly_sure: float
    unsure: float
    keyword_recall: float
    keyword_flagged: float
    median_ms: float
    labels: dict[RequestType, LabelFigures]

    @property
    def macro_f1(self) -> float:
        """Over the labels that occur."""
        scores = [figures.f1 for figures in self.labels.values() if figures.present]
        return sum(scores) / max(1, len(scores))


_KEYWORDS: Final = (
    "delete my data", "delete my account", "remove my data", "erase my data", "right to be forgotten", "data subject",
    "access request", "do not sell", "opt out", "opt-out", "unsubscribe", "gdpr", "ccpa", "dsar",
    "personal information", "personal data", "privacy request",
)  # fmt: skip
"""Stands for the phrase lists that intake tools look for in mail."""


def figures_of(judged: Sequence[Judged]) -> Figures:
    """The figures; empty sides count as 0."""
    requests = [one for one in judged if one.mail.is_privacy]
    ordinary = [one for one in judged if not one.mail.is_privacy and not one.mail.also_right]
    return Figures(
        mails=len(judged),
        requests=len(requests),
        auc=_auc([one.said.probability for one in requests], [one.said.probability for one in ordinary]),
        requests_noticed=_share(one.said.decision is not Decision.NONE for one in requests),
        requests_sure=_share(one.said.decision is Decision.PRIVACY for one in requests),
        ordinary_flagged=_share(one.said.decision is not Decision.NONE for one in ordinary),
        ordinary_wrongly_sure=_share(one.said.decision is Decision.PRIVACY for one in ordinary),
        unsure=_share(one.said.decision is Decision.UNSURE for one in judged),
        keyword_recall=_share(has_keyword(one.mail) for one in requests),
        keyword_flagged=_share(has_keyword(one.mail) for one in ordinary),
        median_ms=median(one.milliseconds for one in judged) if judged else 0.0,
        labels={label: _label_figures(judged, label) for label in RequestType},
    )


def has_keyword(mail: TrainingMail) -> bool:
    """The baseline: one of the market's phrases occurs."""
    text = f"{mail.subject} {mail.body}".lower()
    return any(keyword in text for keyword in _KEYWORDS)


def _label_figures(judged: Sequence[Judged], label: RequestType) -> LabelFigures:
    said = [one for one in judged if _names(one.said, label) and label not in one.mail.also_right - one.mail.labels]
    present = [one for one in judged if label in one.mail.labels]
    return LabelFigures(
        precision=_share(label in one.mail.labels for one in said),
        recall=_share(_names(one.said, label) for one in present),
        present=len(present),
    )


def _names(said: Classification, label: RequestType) -> bool:
    """Suggestions to a person count as said: the first of them is what the card shows."""
    match said.decision:
        case Decision.PRIVACY:
            return label in {found.label for found in said.labels}
        case Decision.UNSURE:
            return bool(said.labels) and said.labels[0].label is label
        case Decision.NONE:
            return False


def _auc(higher: Sequence[float], lower: Sequence[float]) -> float:
    """The chance that a request scores above an ordinary mail; ties count half."""
    if not higher or not lower:
        return 0.0
    ordered = np.sort(np.array(lower))
    below = np.searchsorted(ordered, higher, side="left") + np.searchsorted(ordered, higher, side="right")
    return float(below.mean() / 2 / len(lower))


def _share(answers: Iterable[bool]) -> float:
    listed = list(answers)
    return sum(listed) / len(listed) if listed else 0.0
