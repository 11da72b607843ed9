"""What `report metrics` prints."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.csv_cell import csv_row
from bot.domain.yearly_metrics import MetricRow

_HEAD: Final = (
    "request to",
    "received",
    "whole",
    "in part",
    "denied",
    "withdrawn",
    "waiting",
    "median days",
    "mean days",
)
_WIDTHS: Final = (30, 9, 7, 8, 7, 10, 8, 12, 10)


def metrics_table(rows: Sequence[MetricRow], year: int, *, counted: str) -> Iterator[str]:
    """For reading."""
    yield f"Requests received in {year}, {counted} (11 CCR 7102)."
    yield _line(_HEAD)
    yield from (_line(_cells(row)) for row in rows)
    yield "Days run from receipt to our answer. In part: something had to stay, for a reason that was told."


def metrics_csv(rows: Sequence[MetricRow]) -> Iterator[str]:
    """For a spreadsheet."""
    yield csv_row(*_HEAD)
    yield from (csv_row(*_cells(row)) for row in rows)


def _cells(row: MetricRow) -> tuple[str, ...]:
    counts = (row.received, row.whole, row.part, row.denied, row.withdrawn, row.waiting)
    return (row.right.value, *map(str, counts), _days(row.median_days), _days(row.mean_days))


def _days(days: float | None) -> str:
    return "" if days is None else f"{days:.1f}"


def _line(cells: Sequence[str]) -> str:
    first, *rest = zip(cells, _WIDTHS, strict=True)
    return f"{first[0]:<{first[1]}}" + "".join(f"{cell or '-':>{width}}" for cell, width in rest)
