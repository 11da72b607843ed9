"""What goes to the terminal: lines on standard output, progress on standard error."""

import io
import os
import sys
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

T = TypeVar("T")

_LONG: Final = 200
"""Fewer items are done before anybody wonders."""


def prepare_output() -> None:
    """UTF-8 whatever the machine is set to; what UTF-8 cannot say is written as JSON would escape it."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(line: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def give_up_output() -> None:
    """Nobody reads any more (`… | head`): let the rest go nowhere, so that the end of the program does not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def with_progress(items: Iterable[T], *, total: int, label: str) -> Iterator[T]:
    """The items; where there are many and they go into a file or a pipe, standard error says how far they are."""
    if total <= _LONG or sys.stdout.isatty():
        yield from items
        return
    # Only long work needs it, and it takes a while to load.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    console = Console(stderr=True)
    if console.is_terminal:
        yield from track(items, description=label, total=total, console=console)
        return
    step = max(_LONG, total // 10)
    for number, item in enumerate(items, start=1):
        yield item
        if number % step == 0 or number == total:
            sys.stderr.write(f"{label}: {number} of {total}\n")
