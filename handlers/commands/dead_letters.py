"""`privacy-desk dead-letters`: what could not be handled, and the way back."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from bot.domain.message import MessageId
from bot.ports.queue_view import DeadLetter

_AT_ONCE = 1_000


class DeadJob(Protocol):
    """A job that will not run again by itself."""

    @property
    def name(self) -> str:
        """What kind."""
        ...

    @property
    def argument(self) -> str:
        """The id it works on."""
        ...

    @property
    def problem(self) -> str:
        """What went wrong."""
        ...


def describe(letters: Sequence[DeadLetter], jobs: Sequence[DeadJob]) -> Iterator[str]:
    """Lines for people: which messages, which jobs, why, and how to try them again."""
    if not letters and not jobs:
        yield "Nothing is stuck: every message was read, and no job was given up."
        return
    if letters:
        yield f"{_count(len(letters), 'message')} could not be read; the bytes are kept:"
        for letter in letters:
            yield f"  {letter.message_id}  {letter.failed_at:%Y-%m-%d %H:%M}  {letter.reason}"
    if jobs:
        yield f"{_count(len(jobs), 'job')} given up:"
        width = max(len(job.name) for job in jobs)
        for job in jobs:
            yield f"  {job.name:<{width}}  {job.argument}  {job.problem}"
    yield "To try all of them again: privacy-desk dead-letters --reprocess all (or one message's id instead of all)"


def reprocess_all(
    list_letters: Callable[[int], Sequence[DeadLetter]],
    reprocess: Callable[[MessageId], None],
    revive_jobs: Callable[[], int],
) -> str:
    """Try everything again; says how much that is."""
    messages = 0
    while letters := list_letters(_AT_ONCE):
        for letter in letters:
            reprocess(letter.message_id)
        messages += len(letters)
    return f"{_count(messages, 'message')} and {_count(revive_jobs(), 'job')} will be tried again."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
