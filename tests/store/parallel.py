"""Several threads that begin at the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

T = TypeVar("T")


def at_once(count: int, work: Callable[[int], T]) -> Sequence[T]:
    """Call `work` with 0, 1, … at the same time; its answers in that order. The first exception is raised."""
    gate = Barrier(count)

    def begin(number: int) -> T:
        gate.wait(10)
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))
