"""What must be true when the desk has come to rest, however often it was stopped on the way."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bot.bootstrap import iter_audit_events
from bot.domain.audit import verify_chain
from bot.errors import BrokenChain
from bot.store.database import Database
from integrations.sandbox.slack_workspace import APPROVALS_CHANNEL, REVIEW_CHANNEL
from integrations.slack_ledger import EVENT_TYPE
from tests.bench.surroundings import Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One promise, and how often it was broken."""

    promise: str
    broken: int
    counted: int


def check(site: Surroundings, *, expected: int) -> list[Finding]:
    """Every promise, kept or not."""
    with site.file.reading() as rows:
        return [
            *_messages(rows, expected),
            *_cases(rows, site),
            *_letters(rows, site),
            *_cards(rows, site),
            *_end(rows, site),
        ]


def count_by(site: Surroundings, table: str, column: str) -> dict[str, int]:
    """How many rows there are of each kind, the most frequent first."""
    question = f"SELECT {column}, count(*) FROM {table} GROUP BY 1 ORDER BY 2 DESC"  # noqa: S608 (our own words)
    with site.file.reading() as rows:
        return {str(kind): int(count) for kind, count in rows.execute(question)}


def _messages(rows: sqlite3.Connection, expected: int) -> Iterator[Finding]:
    count = _count(rows, "messages")
    places = _count(rows, "(SELECT DISTINCT mailbox, uidvalidity, uid FROM messages)")
    digests = _count(rows, "(SELECT DISTINCT sha256 FROM messages)")
    yield Finding(promise="every mail is a message", broken=abs(expected - count), counted=count)
    yield Finding(promise="no message is there twice", broken=2 * count - places - digests, counted=count)
    undecided = _count(rows, "messages WHERE outcome IN ('received', 'duplicate')")
    yield Finding(promise="every message has one outcome", broken=undecided, counted=count)
    yield Finding(
        promise="no dead letters", broken=_count(rows, "messages WHERE outcome = 'dead_letter'"), counted=count
    )


def _cases(rows: sqlite3.Connection, site: Surroundings) -> Iterator[Finding]:
    count = _count(rows, "cases")
    requests = _count(rows, "(SELECT DISTINCT opened_from, request_type FROM cases)")
    tickets = Counter(ticket.external_id for ticket in list(site.world.desk.tickets.values()))
    wanted = {case_id for (case_id,) in rows.execute("SELECT case_id FROM cases")}
    yield Finding(promise="one case for each request in a message", broken=count - requests, counted=count)
    yield Finding(promise="one ticket for each case", broken=_unequal(tickets, wanted), counted=len(tickets))


def _letters(rows: sqlite3.Connection, site: Surroundings) -> Iterator[Finding]:
    count = _count(rows, "outbox")
    handed_over = site.provider.count_letters()
    unsent = _count(rows, "outbox WHERE sent_at IS NULL")
    twice = sum(times - 1 for times in handed_over.values())
    yield Finding(promise="every letter was sent", broken=unsent + abs(count - len(handed_over)), counted=count)
    yield Finding(promise="no letter was sent twice", broken=twice, counted=handed_over.total())


def _cards(rows: sqlite3.Connection, site: Surroundings) -> Iterator[Finding]:
    posted = _posted(site, APPROVALS_CHANNEL) + _posted(site, REVIEW_CHANNEL)
    known = {subject_id for (subject_id,) in rows.execute("SELECT subject_id FROM cards")}
    reviews = {review_id for (review_id,) in rows.execute("SELECT review_id FROM reviews")}
    twice = _unequal(posted, known)
    yield Finding(promise="one card for each case and review", broken=twice, counted=posted.total())
    yield Finding(promise="every unsure message has a card", broken=len(reviews - known), counted=len(reviews))


def _end(rows: sqlite3.Connection, site: Surroundings) -> Iterator[Finding]:
    yield Finding(promise="no dead jobs", broken=_count(rows, "jobs WHERE is_dead"), counted=_count(rows, "jobs"))
    database = Database(f"sqlite:///{site.file.path}")
    try:
        links = verify_chain(iter_audit_events(database))
        yield Finding(promise="the audit chain is whole", broken=_count(rows, "audit_events") - links, counted=links)
    except BrokenChain:
        yield Finding(promise="the audit chain is whole", broken=1, counted=_count(rows, "audit_events"))
    finally:
        database.close()


def _posted(site: Surroundings, channel: str) -> Counter[str]:
    ours = (message.metadata for message in site.world.slack.messages(channel))
    return Counter(str(each["event_payload"]["key"]) for each in ours if each.get("event_type") == EVENT_TYPE)


def _unequal(found: Counter[str], wanted: set[str]) -> int:
    """What there is too often, and what is missing or strange."""
    return found.total() - len(found) + len(set(found) ^ wanted)


def _count(rows: sqlite3.Connection, question: str) -> int:
    return int(rows.execute(f"SELECT count(*) FROM {question}").fetchone()[0])  # noqa: S608 (our own words)
