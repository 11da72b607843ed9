"""A desk that is stopped and killed again and again in the middle of its work, and started each time."""

import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from tests.bench.invariants import Finding, check
from tests.bench.progress import Progress
from tests.bench.surroundings import Surroundings, surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class Blow:
    """When it falls, as a share of the mails or of what they led to, and what it is."""

    number: signal.Signals
    when: str
    is_time: Callable[[Progress, int], bool]


BLOWS: Final = (
    Blow(number=signal.SIGKILL, when="a tenth stored", is_time=lambda seen, mails: seen.stored >= mails * 0.1),
    Blow(number=signal.SIGTERM, when="a quarter triaged", is_time=lambda seen, mails: seen.triaged >= mails * 0.25),
    Blow(number=signal.SIGKILL, when="half triaged", is_time=lambda seen, mails: seen.triaged >= mails * 0.5),
    Blow(
        number=signal.SIGKILL,
        when="all triaged, a third of the letters sent",
        is_time=lambda seen, mails: seen.is_triaged(mails) and seen.sent * 3 >= seen.letters,
    ),
    Blow(
        number=signal.SIGKILL,
        when="all triaged, half of the cards posted",
        is_time=lambda seen, mails: seen.is_triaged(mails) and seen.cards * 2 >= seen.reviews,
    ),
    Blow(
        number=signal.SIGKILL,
        when="all triaged, nearly all letters sent",
        is_time=lambda seen, mails: seen.is_triaged(mails) and seen.sent * 10 >= seen.letters * 9,
    ),
)


def run_interrupted(
    folder: Path, mails: Sequence[bytes], blows: Sequence[Blow] = BLOWS, *, say: Callable[[str], None]
) -> list[Finding]:
    """Every promise after all blows, the last start having been left to finish."""
    count = len(mails)
    with surroundings(folder, mails) as site:
        polite_ends = _take(site, blows, count, say)
        findings = check(site, expected=count)
    rough = sum(code != 0 for code in polite_ends)
    return [*findings, Finding(promise="asked to stop, it ends well", broken=rough, counted=len(polite_ends))]


def _take(site: Surroundings, blows: Sequence[Blow], count: int, say: Callable[[str], None]) -> list[int]:
    """The exit codes of those ends that were asked for politely."""
    desk, codes = site.desk(), []
    for blow in blows:
        desk.start()
        seen = site.file.wait_until(partial(_is_time, blow, count), is_alive=desk.is_alive)
        code = desk.end(blow.number)
        codes += [code] if blow.number is signal.SIGTERM else []
        say(f"  {blow.number.name} when {blow.when}: {seen.triaged:,} triaged, {seen.sent:,} letters sent")
    desk.start()
    site.file.wait_until(lambda seen: seen.is_settled(count), is_alive=desk.is_alive)
    return [*codes, desk.stop()]


def _is_time(blow: Blow, count: int, seen: Progress) -> bool:
    return blow.is_time(seen, count)
