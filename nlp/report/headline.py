"""The figures that come first, what each means, and where it should be."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from nlp.measuring.metrics import Figures, Measured
from nlp.measuring.speed import Speed
from nlp.report.figure_words import number_span, number_words, pace_words, share_span, share_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One figure; `goal` is a ceiling, or a floor where more is better."""

    name: str
    meaning: str
    figure: Callable[[Figures], float]
    is_share: bool = True
    is_resampled: bool = True
    goal: float | None = None
    is_floor: bool = False

    def is_reached(self, value: float) -> bool:
        """Whether the value keeps the goal; always where there is none."""
        if self.goal is None:
            return True
        return value >= self.goal if self.is_floor else value <= self.goal

    def words(self, value: float) -> str:
        """As a share or as a number."""
        return share_words(value) if self.is_share else number_words(value)

    def span(self, measured: Measured) -> str:
        """The interval; empty for a figure of which resamples say little."""
        if not self.is_resampled:
            return ""
        interval = measured.interval(self.figure)
        return share_span(interval) if self.is_share else number_span(interval)

    @property
    def goal_words(self) -> str:
        """`≥ 0.995`, or nothing."""
        return "" if self.goal is None else f"{'≥' if self.is_floor else '≤'} {self.words(self.goal)}"


HEADLINES: Final = (
    Headline(
        name="AUC, privacy or not",
        meaning="the chance that a request is thought likelier than an ordinary mail",
        figure=lambda figures: figures.auc,
        is_share=False,
        goal=0.995,
        is_floor=True,
    ),
    Headline(
        name="Ordinary mail flagged at 99 % recall",
        meaning="one line on the probability, drawn so low that 99 of 100 requests lie above it",
        figure=lambda figures: figures.flagged_at_99,
        goal=0.05,
    ),
    Headline(
        name="Ordinary mail flagged at 95 % recall",
        meaning="the same for 95 of 100 requests",
        figure=lambda figures: figures.flagged_at_95,
        goal=0.06,
    ),
    Headline(
        name="Requests noticed",
        meaning="sure or unsure, at the committed thresholds",
        figure=lambda figures: figures.requests_noticed,
        goal=0.98,
        is_floor=True,
    ),
    Headline(
        name="Requests sure",
        meaning="a case is opened without asking anybody",
        figure=lambda figures: figures.requests_sure,
    ),
    Headline(
        name="Ordinary mail flagged",
        meaning="sure or unsure, at the committed thresholds",
        figure=lambda figures: figures.ordinary_flagged,
    ),
    Headline(
        name="Ordinary mail wrongly sure",
        meaning="a case is opened although nothing was asked",
        figure=lambda figures: figures.ordinary_wrongly_sure,
        goal=0.003,
    ),
    Headline(
        name="Left to a person",
        meaning="unsure, of all mails: the work of the review channel",
        figure=lambda figures: figures.unsure,
    ),
    Headline(
        name="Macro-F1",
        meaning="the mean over the labels that occur; an unsure mail counts by its first suggestion",
        figure=lambda figures: figures.macro_f1,
        is_share=False,
        goal=0.88,
        is_floor=True,
    ),
    Headline(
        name="Expected calibration error",
        meaning="15 bins of equal width: how far the probability lies from the share of requests, on average",
        figure=lambda figures: figures.calibration_error,
        is_share=False,
        is_resampled=False,
        goal=0.02,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """One figure of speed, in milliseconds, and its ceiling."""

    name: str
    figure: Callable[[Speed], float]
    goal: float | None = None

    def is_reached(self, value: float) -> bool:
        """Whether the value keeps the ceiling."""
        return self.goal is None or value <= self.goal

    def words(self, speed: Speed) -> str:
        """In milliseconds."""
        return pace_words(self.figure(speed))

    @property
    def goal_words(self) -> str:
        """`≤ 5 ms`, or nothing."""
        return "" if self.goal is None else f"≤ {self.goal:.0f} ms"


PACES: Final = (
    Pace(name="Median message", figure=lambda speed: speed.median, goal=5.0),
    Pace(name="Median message of up to 200 characters", figure=lambda speed: speed.short),
    Pace(name="Letter of 30 sentences", figure=lambda speed: speed.letter, goal=60.0),
    Pace(name="99 of 100 messages", figure=lambda speed: speed.slowest, goal=150.0),
)
