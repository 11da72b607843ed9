"""How well we read: what the desk is unsure of and what reviewers say, now and in the model's first weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template

from bot.domain.drift import Drift, Figure, Finding, Standing, drift, proportion
from bot.domain.drift_words import MEANINGS, TITLES, percent, sentence, verdict
from bot.domain.proportion import Proportion
from bot.ports.tallies import TallyView
from handlers.drift_table import language_rows, week_rows
from handlers.sparkline import HEIGHT, WIDTH, level, line
from handlers.wall_clock import WallClock


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCard:
    """One figure as the page shows it; `path` and `first_level` draw its sixteen weeks, `label` says them."""

    title: str
    meaning: str
    now: str
    days: int
    first: str
    words: str
    standing: Standing
    path: str
    first_level: float | None
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftPages:
    """One page, made from daily counts: it shows nothing of anybody."""

    tallies: TallyView
    clock: WallClock

    def blueprint(self) -> Blueprint:
        """The routes."""
        pages = Blueprint("drift", __name__)
        pages.add_url_rule("/how-well-we-read", view_func=self.show_drift)
        return pages

    def show_drift(self) -> str:
        """The verdict, the four figures, then every week and every language."""
        today = self.clock.today()
        found = drift(self.tallies.list_tallies(), today)
        return render_template(
            "drift.html",
            found=found,
            verdict=verdict(found, today),
            cards=[_card(finding, found, today) for finding in found.findings],
            titles=TITLES,
            weeks=week_rows(found, today),
            languages=language_rows(found),
            width=WIDTH,
            height=HEIGHT,
        )


def _card(finding: Finding, found: Drift, today: date) -> FigureCard:
    parts = [proportion(finding.figure, week.tallies) for week in found.weeks]
    shares = [part.share if part.of else None for part in parts]
    return FigureCard(
        title=TITLES[finding.figure],
        meaning=MEANINGS[finding.figure],
        now=percent(finding.recent),
        days=finding.days,
        first=percent(finding.first),
        words=sentence(finding, today),
        standing=finding.standing,
        path=line(shares),
        first_level=level(finding.first.share, shares) if finding.first.of else None,
        label=_label(finding.figure, parts),
    )


def _label(figure: Figure, parts: Sequence[Proportion]) -> str:
    counted = [part for part in parts if part.of]
    if not counted:
        return f"{TITLES[figure]}: nothing was counted yet"
    lowest, highest = min(counted, key=lambda part: part.share), max(counted, key=lambda part: part.share)
    span = f"between {percent(lowest)} and {percent(highest)}"
    return f"{TITLES[figure]}, week by week: {span}, this week {percent(parts[-1])}"
