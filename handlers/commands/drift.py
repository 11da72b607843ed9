"""`privacy-desk drift`: how well we read, as the managers' page says it, for a terminal."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from bot.domain.drift import Drift, Figure, Standing
from bot.domain.drift_words import TITLES, sentence, verdict
from handlers.drift_table import FigureRow, language_rows, week_rows

_MARKS: Final = {Standing.WORSE: "✗", Standing.BETTER: "✓", Standing.STEADY: "✓", Standing.TOO_FEW: "–"}
_HEADS: Final[dict[Figure, str]] = {
    Figure.UNSURE: "unsure",
    Figure.UNFAMILIAR: "unfamiliar",
    Figure.AGREED: "agreed",
    Figure.NOT_PRIVACY: "not privacy",
}


def describe_drift(found: Drift, today: date) -> Iterator[str]:
    """The verdict, the four figures, the weeks, the languages."""
    yield from verdict(found, today)
    if not found.model_version:
        return
    yield ""
    width = max(map(len, TITLES.values()))
    for finding in found.findings:
        yield f"{_MARKS[finding.standing]} {TITLES[finding.figure]:<{width}}  {sentence(finding, today)}"
    yield ""
    yield from _table("week of", week_rows(found, today), with_corrections=True)
    yield ""
    yield from _table("written in", language_rows(found), with_corrections=False)
    yield ""
    yield f"Model in use: {_printable(found.model_version)}. Mail that machines sent is left out."


def _table(head: str, rows: Sequence[FigureRow], *, with_corrections: bool) -> Iterator[str]:
    heads = (head, "messages", *_HEADS.values(), *(["corrected"] if with_corrections else []))
    lines = [heads, *(_cells(row, with_corrections=with_corrections) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        first, *others = (
            f"{_printable(cell):<{width}}" if place == 0 else f"{cell:>{width}}"
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        yield "  ".join([first, *others]).rstrip()


def _cells(row: FigureRow, *, with_corrections: bool) -> tuple[str, ...]:
    shares = (share for share, _ in row.figures)
    return (row.head, f"{row.messages:,}", *shares, *([str(row.corrected)] if with_corrections else []))


def _printable(text: str) -> str:
    """A version comes with the model: no sign of it may move the cursor."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)
