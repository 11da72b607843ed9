"""`privacy-desk clock`: what changed for open cases, and which of them will be late."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from bot.domain.case import CaseNumber
from bot.domain.forecast import Breach
from bot.domain.written_date import written_date


class DateChange(Protocol):
    """One case whose dates would be others today."""

    @property
    def number(self) -> CaseNumber:
        """What people say."""
        ...

    @property
    def before(self) -> date:
        """The legal date as it stands."""
        ...

    @property
    def after(self) -> date:
        """The legal date under today's rules."""
        ...

    @property
    def why(self) -> tuple[str, ...]:
        """The steps that lead there."""
        ...


def add_clock_command(command: ArgumentParser) -> None:
    """`review [--apply]` and `breaches`."""
    words = "review: work open cases' dates out again; breaches: list cases that will miss their date as things go"
    command.add_argument("what", choices=["review", "breaches"], help=words)
    command.add_argument("--apply", action="store_true", help="review: write the new dates")


def describe_changes(changes: Sequence[DateChange]) -> Iterator[str]:
    """One line a case and its steps below."""
    if not changes:
        yield "Nothing changed: every open case has the dates that today's rules and holidays give."
        return
    yield f"{'case':<9}  {'old date':<15}  {'new date':<15}  why"
    for change in changes:
        old, new = (written_date(day, None) for day in (change.before, change.after))
        yield f"{change.number:<9}  {old:<15}  {new:<15}  {_direction(change.before, change.after)}"
        for step in change.why:
            yield f"{'':<9}  {step}"


def describe_applied(moved: int) -> str:
    """What was written."""
    return f"{moved} {'case has' if moved == 1 else 'cases have'} new dates now; their cards say so."


def describe_breaches(breaches: Sequence[Breach]) -> Iterator[str]:
    """One line a case, the nearest date first."""
    if not breaches:
        yield "No open case will miss its legal date as things go."
    for breach in breaches:
        yield f"{breach.number:<9}  {breach.why}"


def _direction(before: date, after: date) -> str:
    days = (after - before).days
    if not days:
        return "the same date, another acknowledgement"
    return f"{abs(days)} day{'' if abs(days) == 1 else 's'} {'later' if days > 0 else 'earlier'}"
