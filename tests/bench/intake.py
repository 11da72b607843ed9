"""Messages a second from a real Dovecot mailbox to cases, letters and cards, and whether that survives being killed.

`python -m tests.bench.intake [--data FILE.jsonl] [--runs 3]`; exit code 1 when a promise was broken.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from rich.console import Console

from tests.bench.interruption import run_interrupted
from tests.bench.mails import as_mails, find_texts
from tests.bench.report import Report
from tests.bench.throughput import run_once
from tests.integrations.dovecot import dovecot_program

_Answer = TypeVar("_Answer")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, interrupt, print; 0 when every promise was kept."""
    asked = _parser().parse_args(arguments)
    if dovecot_program() is None:
        sys.stderr.write("The benchmark reads a real Dovecot, which is not installed: apt-get install dovecot-imapd\n")
        return 2
    if asked.data is not None and not asked.data.exists():
        sys.stderr.write(f"There is no {asked.data}: name a file of JSON lines, or leave --data out\n")
        return 2
    texts = find_texts(asked.data)
    mails = as_mails(texts, newest_at=datetime.now(UTC))[: asked.mails]  # noqa: TID251 (a benchmark lives today)
    report = Report(Console(highlight=False))
    report.say(f"{len(mails):,} mails, texts from {texts.source}")
    runs = [_in_folder(lambda folder: run_once(folder, mails)) for _ in report.count("undisturbed run", asked.runs)]
    if runs:
        report.speeds(runs)
        report.results(runs[-1])
    findings = [finding for run in runs for finding in run.findings]
    if not asked.undisturbed:
        report.say("Stopping and killing it in the middle, and starting it again:")
        interrupted = _in_folder(lambda folder: run_interrupted(folder, mails, say=report.say))
        report.findings(interrupted)
        findings += interrupted
    broken = [finding for finding in findings if finding.broken]
    report.say("BROKEN: " + ", ".join(finding.promise for finding in broken) if broken else "Every promise was kept.")
    return 1 if broken else 0


def _in_folder(measure: Callable[[Path], _Answer]) -> _Answer:
    with tempfile.TemporaryDirectory(prefix="bench-intake-") as folder:
        return measure(Path(folder))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.intake", description=__doc__)
    parser.add_argument(
        "--data", type=Path, metavar="FILE.jsonl", help="texts to send as mails (text, or subject and body)"
    )
    parser.add_argument("--runs", type=int, default=3, help="undisturbed runs, of which medians are taken (default 3)")
    parser.add_argument("--mails", type=int, metavar="N", help="only the first N of them")
    parser.add_argument("--undisturbed", action="store_true", help="leave out the part that kills")
    return parser


if __name__ == "__main__":
    sys.exit(main())
