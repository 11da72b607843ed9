"""The benchmark's words: tables on a terminal, plain lines elsewhere."""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from tests.bench.invariants import Finding
from tests.bench.throughput import Run


@dataclass(frozen=True, slots=True)
class Report:
    """Says what was found."""

    console: Console

    def say(self, line: str) -> None:
        """One line, at once."""
        self.console.print(line, soft_wrap=True)

    def count(self, what: str, times: int) -> Iterator[int]:
        """1 to `times`, saying each."""
        for number in range(1, times + 1):
            self.say(f"{what} {number} of {times} …")
            yield number

    def speeds(self, runs: Sequence[Run]) -> None:
        """Medians over the runs, and their ratio to the ceiling of the same run."""
        bare = statistics.median(run.bare for run in runs)
        rows = [
            ("bare ceiling: fetch, parse, durable row", f"{bare:,.0f}", "1.00", "", _spread([run.bare for run in runs]))
        ]
        whole = [(run.triaged / run.bare, run.triaged, run.triaged_a_core) for run in runs]
        rows.append(("first poll to all messages triaged", *_medians(whole)))
        whole = [(run.settled / run.bare, run.settled, run.settled_a_core) for run in runs]
        rows.append(("first poll to tickets, letters and cards out", *_medians(whole)))
        heads = ("path", "messages/s", "of the ceiling", "messages/s of one core", "lowest to highest")
        self._table(f"Medians of {len(runs)} runs", heads, rows)

    def results(self, run: Run) -> None:
        """What the messages became."""
        groups: tuple[tuple[str, Mapping[str, int]], ...] = (
            ("messages", run.outcomes),
            ("cases", run.cases),
            ("letters", run.letters),
            ("cards", {"posted": run.cards}),
        )
        rows = [
            (name, f"{sum(counts.values()):,}", ", ".join(f"{kind} {count:,}" for kind, count in counts.items()))
            for name, counts in groups
        ]
        self._table("What they became", ("what", "number", "of which"), rows)

    def findings(self, findings: Sequence[Finding]) -> None:
        """Every promise."""
        rows = [(each.promise, f"{each.counted:,}", f"{each.broken:,}") for each in findings]
        self._table("Promises", ("promise", "counted", "broken"), rows)

    def _table(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        if not self.console.is_terminal:
            self.say(title)
            for row in rows:
                cells = (f"{head} {cell}" for head, cell in zip(heads[1:], row[1:], strict=True) if cell)
                self.say(f"  {row[0]}: {'; '.join(cells)}")
            return
        table = Table(title=title, title_justify="left")
        for number, head in enumerate(heads):
            table.add_column(head, justify="right" if number in {1, 2, 3} and head != "of which" else "left")
        for row in rows:
            table.add_row(*row)
        self.console.print(table)


def _medians(runs: Sequence[tuple[float, float, float]]) -> tuple[str, str, str, str]:
    ratio, speed, core = (statistics.median(figures) for figures in zip(*runs, strict=True))
    return f"{speed:,.1f}", f"{ratio:.3f}", f"{core:,.1f}", _spread([speed for _, speed, _ in runs])


def _spread(figures: Sequence[float]) -> str:
    return f"{min(figures):,.1f} to {max(figures):,.1f}"
