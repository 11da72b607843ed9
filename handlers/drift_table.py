"""How well we read, as lines of a table: for the page and for the terminal."""

from dataclasses import dataclass
from datetime import date

from bot.domain.drift import Drift, Figure, proportion
from bot.domain.drift_words import interval, language_words, percent
from bot.domain.proportion import Proportion
from bot.domain.written_date import written_date


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """A line of a table: the four figures with their intervals, in the order of `Figure`."""

    head: str
    messages: int
    figures: tuple[tuple[str, str], ...]
    corrected: int = 0


def week_rows(found: Drift, today: date) -> tuple[FigureRow, ...]:
    """The newest week first; those before the first message are left out."""
    began = next((place for place, week in enumerate(found.weeks) if week.messages or week.tallies.decisions), None)
    shown = found.weeks[began:] if began is not None else ()
    return tuple(
        FigureRow(
            head=written_date(week.monday, today),
            messages=week.messages,
            figures=tuple(_cell(proportion(figure, week.tallies)) for figure in Figure),
            corrected=week.corrected,
        )
        for week in reversed(shown)
    )


def language_rows(found: Drift) -> tuple[FigureRow, ...]:
    """The most written first."""
    return tuple(
        FigureRow(
            head=language_words(code),
            messages=sum(tally.messages for tally in theirs.readings),
            figures=tuple(_cell(proportion(figure, theirs)) for figure in Figure),
        )
        for code, theirs in found.languages
    )


def _cell(part: Proportion) -> tuple[str, str]:
    """The share, and what it was counted from."""
    return percent(part), f"{part.count:,} of {part.of:,}, so {interval(part)}" if part.of else ""
