"""What both the terminal and the page list: a row a label, a row a language."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.domain.request import RequestType
from nlp.measuring.evaluation import Evaluation
from nlp.measuring.intervals import Interval
from nlp.measuring.metrics import Figures, LabelFigures, Measured

LABEL_WORDS: Final = {label: label.value.replace("_", " ") for label in RequestType}


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with its interval."""

    value: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRow:
    """One label, and the rivals' F1 for it."""

    name: str
    mails: int
    precision: Estimate
    recall: Estimate
    f1: Estimate
    rivals: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageRow:
    """One language; `above_sure` is the recall at the sure threshold."""

    code: str
    figures: Figures
    above_sure: Estimate


def label_rows(evaluation: Evaluation) -> Iterator[LabelRow]:
    """Every label that occurs or was said."""
    for label, found in evaluation.measured.figures.labels.items():
        if found.present or found.f1 == 0:
            yield LabelRow(
                name=LABEL_WORDS[label],
                mails=found.present,
                precision=_of_label(evaluation.measured, label, lambda figures: figures.precision),
                recall=_of_label(evaluation.measured, label, lambda figures: figures.recall),
                f1=_of_label(evaluation.measured, label, lambda figures: figures.f1),
                rivals=tuple(rival.figures.labels[label].f1 for rival in evaluation.rivals.values()),
            )


def language_rows(evaluation: Evaluation) -> Iterator[LanguageRow]:
    """Every language, the most frequent first."""
    for code, measured in sorted(evaluation.languages.items(), key=lambda item: -item[1].figures.mails):
        yield LanguageRow(
            code=code,
            figures=measured.figures,
            above_sure=_estimate(measured, lambda figures: figures.requests_above_sure),
        )


def _of_label(measured: Measured, label: RequestType, figure: Callable[[LabelFigures], float]) -> Estimate:
    return _estimate(measured, lambda figures: figure(figures.labels[label]))


def _estimate(measured: Measured, figure: Callable[[Figures], float]) -> Estimate:
    return Estimate(value=figure(measured.figures), interval=measured.interval(figure))
