"""The real `serve` over a real Dovecot, stopped once and killed once on the way: nothing is lost, nothing doubled."""

import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from tests.bench.interruption import Blow, run_interrupted
from tests.bench.mails import CORPUS, Texts, as_mails, find_texts
from tests.integrations.dovecot import dovecot_program

MAILS: Final = 60
ONE_DAY: Final = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
BLOWS: Final = (
    Blow(number=signal.SIGTERM, when="a fifth triaged", is_time=lambda seen, mails: seen.triaged * 5 >= mails),
    Blow(
        number=signal.SIGKILL,
        when="all triaged, half of the letters sent",
        is_time=lambda seen, mails: seen.is_triaged(mails) and seen.sent * 2 >= seen.letters,
    ),
)
REST: Final = {
    "every mail is a message": MAILS,
    "no message is there twice": MAILS,
    "every message has one outcome": MAILS,
}
"""Promises about a known number of things."""


@pytest.fixture
def mails() -> list[bytes]:
    """Rows from all over the committed corpus: every type of request, and ordinary mail."""
    if dovecot_program() is None:
        reason = "Dovecot is not installed: apt-get install dovecot-imapd"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)  # noqa: TID251 (CI has every server)
    rows = find_texts(CORPUS).rows
    return as_mails(Texts(source="corpus", rows=rows[:: len(rows) // MAILS][:MAILS]), newest_at=ONE_DAY)


def test_a_desk_stopped_and_killed_in_the_middle_loses_and_doubles_nothing(tmp_path: Path, mails: list[bytes]) -> None:
    blows: list[str] = []

    findings = run_interrupted(tmp_path, mails, BLOWS, say=blows.append)

    assert [finding.promise for finding in findings if finding.broken] == []
    counted = {finding.promise: finding.counted for finding in findings}
    assert len(blows) == len(BLOWS)
    assert {promise: counted[promise] for promise in REST} == REST
    assert counted["one case for each request in a message"] > 10
    assert counted["no letter was sent twice"] > 20
    assert counted["one card for each case and review"] > 5
