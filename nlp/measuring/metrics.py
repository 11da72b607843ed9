"""How good is it: figures over judged mails, each counted in one place, with its interval."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np

from bot.domain.classification import Classification, Decision
from bot.domain.request import RequestType
from nlp.measuring.intervals import Counts, Interval, interval_of, resamples
from nlp.measuring.ranking import Ranking
from nlp.measuring.reliability import Bin, Reliability
from nlp.training_mail import TrainingMail

_SURE_FROM: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One mail with what was said about it and how long that took."""

    mail: TrainingMail = field(repr=False)
    said: Classification = field(repr=False)
    milliseconds: float = 0.0

    @property
    def is_ordinary(self) -> bool:
        """Whether it makes no request; where a label would be right too, it counts neither way."""
        return not self.mail.labels and not self.mail.also_right


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFigures:
    """One label: how much of what was said is right, how much of what is there was said."""

    precision: float
    recall: float
    f1: float
    present: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All figures of one run; shares lie between 0 and 1 and are not a number when there is nothing to share.

    Noticed and flagged: sure or unsure. Sure: a case would be opened. `requests_above_sure` asks the probability alone,
    before any rule raised a doubt. `flagged_at_99` and `_95`: ordinary mail above the one line on the probability that
    has this percentage of requests above it.
    """

    mails: int
    requests: int
    ordinary: int
    auc: float
    flagged_at_99: float
    flagged_at_95: float
    requests_noticed: float
    requests_sure: float
    requests_above_sure: float
    ordinary_flagged: float
    ordinary_wrongly_sure: float
    unsure: float
    calibration_error: float
    labels: dict[RequestType, LabelFigures]

    @property
    def macro_f1(self) -> float:
        """Over the labels that occur."""
        scores = [figures.f1 for figures in self.labels.values() if figures.present]
        return sum(scores) / len(scores) if scores else float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Judged mails as columns, so that any draw of them is counted quickly."""

    ranking: Ranking
    reliability: Reliability
    requests: Counts
    ordinary: Counts
    noticed: Counts
    sure: Counts
    above_sure: Counts
    present: Counts
    said: Counts
    excused: Counts

    @classmethod
    def of(cls, judged: Sequence[Judged], *, sure_from: float = _SURE_FROM) -> Self:
        """`sure_from` is the reader's own line between unsure and sure."""
        probabilities = [one.said.probability for one in judged]
        return cls(
            ranking=Ranking.of(probabilities),
            reliability=Reliability.of(probabilities),
            requests=np.array([bool(one.mail.labels) for one in judged], np.float64),
            ordinary=np.array([one.is_ordinary for one in judged], np.float64),
            noticed=np.array([one.said.decision is not Decision.NONE for one in judged], np.float64),
            sure=np.array([one.said.decision is Decision.PRIVACY for one in judged], np.float64),
            above_sure=np.array([probability >= sure_from for probability in probabilities], np.float64),
            present=_matrix([one.mail.labels for one in judged]),
            said=_matrix([said_labels(one.said) for one in judged]),
            excused=_matrix([one.mail.also_right - one.mail.labels for one in judged]),
        )

    def figures(self, counts: Counts | None = None) -> Figures:
        """The figures of the mails as they are, or drawn as often as `counts` says."""
        drawn = np.ones(len(self.requests)) if counts is None else counts
        requests, ordinary = drawn * self.requests, drawn * self.ordinary
        return Figures(
            mails=int(drawn.sum()),
            requests=int(requests.sum()),
            ordinary=int(ordinary.sum()),
            auc=self.ranking.auc(requests, ordinary),
            flagged_at_99=self.ranking.flagged_at(0.99, requests, ordinary),
            flagged_at_95=self.ranking.flagged_at(0.95, requests, ordinary),
            requests_noticed=_share_of(self.noticed, requests),
            requests_sure=_share_of(self.sure, requests),
            requests_above_sure=_share_of(self.above_sure, requests),
            ordinary_flagged=_share_of(self.noticed, ordinary),
            ordinary_wrongly_sure=_share_of(self.sure, ordinary),
            unsure=_share_of(self.noticed - self.sure, drawn),
            calibration_error=self.reliability.error(requests, ordinary),
            labels=self._labels(drawn),
        )

    def bins(self) -> tuple[Bin, ...]:
        """The reliability diagram's columns."""
        return self.reliability.bins(self.requests, self.ordinary)

    def _labels(self, drawn: Counts) -> dict[RequestType, LabelFigures]:
        found = drawn @ (self.said * self.present)
        said = drawn @ (self.said * (1 - self.excused))
        present = drawn @ self.present
        return {
            label: LabelFigures(
                precision=_share(found[column], said[column]),
                recall=_share(found[column], present[column]),
                f1=_share(2 * found[column], said[column] + present[column]),
                present=int(present[column]),
            )
            for column, label in enumerate(RequestType)
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Figures, and the same figures of a thousand resamples."""

    figures: Figures
    again: tuple[Figures, ...] = field(repr=False)

    def interval(self, figure: Callable[[Figures], float]) -> Interval:
        """Where the figure lies in 95 of 100 resamples."""
        return interval_of(figure(drawn) for drawn in self.again)


def figures_of(judged: Sequence[Judged], *, sure_from: float = _SURE_FROM) -> Figures:
    """The figures alone."""
    return Tally.of(judged, sure_from=sure_from).figures()


def measure(judged: Sequence[Judged], *, sure_from: float = _SURE_FROM) -> Measured:
    """The figures with their resamples, drawn by mail."""
    tally = Tally.of(judged, sure_from=sure_from)
    return Measured(figures=tally.figures(), again=tuple(tally.figures(counts) for counts in resamples(len(judged))))


def said_labels(said: Classification) -> frozenset[RequestType]:
    """Suggestions to a person count as said: the first of them is what the card shows."""
    match said.decision:
        case Decision.PRIVACY:
            return frozenset(found.label for found in said.labels)
        case Decision.UNSURE:
            return frozenset(found.label for found in said.labels[:1])
        case Decision.NONE:
            return frozenset()


def _matrix(labels: Sequence[frozenset[RequestType]]) -> Counts:
    rows = [[label in found for label in RequestType] for found in labels]
    return np.array(rows, np.float64).reshape(len(labels), len(RequestType))


def _share_of(marks: Counts, drawn: Counts) -> float:
    """How large a part of the mails drawn is marked."""
    return _share(float((marks * drawn).sum()), float(drawn.sum()))


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")
