"""One undisturbed run: the bare ceiling, then the real desk over the same mailbox."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.ceiling import bare_seconds
from tests.bench.invariants import Finding, check, count_by
from tests.bench.surroundings import surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Messages a second (of wall time, and of the desk's own processor time), and what came out."""

    bare: float
    triaged: float
    settled: float
    triaged_a_core: float
    settled_a_core: float
    outcomes: Mapping[str, int]
    cases: Mapping[str, int]
    letters: Mapping[str, int]
    cards: int
    findings: Sequence[Finding]


def run_once(folder: Path, mails: Sequence[bytes]) -> Run:
    """From the first poll to rest. The clock starts when the desk says that it runs."""
    count = len(mails)
    with surroundings(folder, mails) as site:
        bare = bare_seconds(site.account, folder / "bare.db")
        desk = site.desk()
        desk.start()
        began, used = time.perf_counter(), desk.cpu_seconds()
        site.file.wait_until(lambda seen: seen.is_triaged(count), is_alive=desk.is_alive)
        triaged, triaged_used = time.perf_counter() - began, desk.cpu_seconds() - used
        progress = site.file.wait_until(lambda seen: seen.is_settled(count), is_alive=desk.is_alive)
        settled, settled_used = time.perf_counter() - began, desk.cpu_seconds() - used
        desk.stop()
        return Run(
            bare=count / bare,
            triaged=count / triaged,
            settled=count / settled,
            triaged_a_core=_rate(count, triaged_used),
            settled_a_core=_rate(count, settled_used),
            outcomes=count_by(site, "messages", "outcome"),
            cases=count_by(site, "cases", "request_type"),
            letters=count_by(site, "outbox", "kind"),
            cards=progress.cards,
            findings=check(site, expected=count),
        )


def _rate(count: int, seconds: float) -> float:
    return count / seconds if seconds else 0.0
