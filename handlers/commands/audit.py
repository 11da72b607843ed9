"""What `audit verify` says."""

from collections.abc import Iterator
from typing import Final

from bot.domain.audit_check import LogReport

MOST_SHOWN: Final = 100


def describe_log(report: LogReport) -> Iterator[str]:
    """One sentence for a whole log; for a broken one, a line a finding."""
    if not report.findings:
        yield f"The audit log is whole: {_count(report.events, 'event')}, {_count(report.roots, 'daily root')}."
        return
    yield f"The audit log is broken: {_count(len(report.findings), 'finding')} in {_count(report.events, 'event')}."
    yield from (f"- {finding}" for finding in report.findings[:MOST_SHOWN])
    if len(report.findings) > MOST_SHOWN:
        yield f"- and {len(report.findings) - MOST_SHOWN} more"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
