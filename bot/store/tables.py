"""The tables; private to the store."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from bot.store.columns import ID, SERIAL, Identifier, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

data_keys = Table(
    "data_keys",
    metadata,
    Column("owner", ID, primary_key=True),
    Column("wrapped", LargeBinary),
    Column("destroyed_at", UtcDateTime),
)

messages = Table(
    "messages",
    metadata,
    Column("message_id", ID, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("mailbox", String(255), nullable=False),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("rfc_message_id", String(64)),
    Column("arrived_at", UtcDateTime, nullable=False),
    Column("stored_at", UtcDateTime, nullable=False),
    Column("raw", LargeBinary),
    Column("outcome", String(32), nullable=False),
    Column("reading", JSON),
    Column("problem", Text),
    Column("failed_at", UtcDateTime),
    UniqueConstraint("mailbox", "uidvalidity", "uid"),
    Index("ix_messages_sha256", "sha256"),
    Index("ix_messages_outcome_stored_at", "outcome", "stored_at"),
)

cursors = Table(
    "cursors",
    metadata,
    Column("source", String(255), primary_key=True),
    Column("position", Text, nullable=False),
)

case_numbers = Table(
    "case_numbers",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("case_id", ID, primary_key=True),
    Column("number", Identifier(16), nullable=False, unique=True),
    Column("request_type", String(32), nullable=False),
    Column("state", String(32), nullable=False),
    Column("version", Integer, nullable=False),
    Column("waits_for", String(32), nullable=False),
    Column("regime", String(16), nullable=False),
    Column("country", String(16)),
    Column("language", String(8), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("service_messages", Boolean, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("ack_due_on", Date),
    Column("due_on", Date, nullable=False),
    Column("extended_until", Date),
    Column("not_before", Date),
    Column("opened_from", ID, ForeignKey("messages.message_id"), nullable=False),
    Column("subject_key", String(64), nullable=False),
    Column("requester_key", String(64), nullable=False),
    Column("person", String(255), nullable=False),
    Column("proof", String(32), nullable=False),
    Column("proved_at", UtcDateTime),
    Column("plan_hash", String(64)),
    Column("owner", String(64)),
    Column("ticket_id", String(64)),
    Column("denial_reason", String(32)),
    Column("closed_at", UtcDateTime),
    Column("contents_erased_at", UtcDateTime),
    Column("is_partial", Boolean, nullable=False, server_default=false()),
    Column("payload", LargeBinary, nullable=False),
    Column("place", Integer, nullable=False, server_default="0"),
    Column("identity_asked_at", UtcDateTime),
    Column("questions", JSON, nullable=False, server_default="[]"),
    Column("extended_at", UtcDateTime),
    Column("extension_reason", String(32)),
    Column("waiting_since", UtcDateTime),
    UniqueConstraint("opened_from", "request_type", "place"),
    Index("ix_cases_state_due_on_case_id", "state", "due_on", "case_id"),
    Index("ix_cases_subject_key", "subject_key"),
    Index("ix_cases_requester_key_received_at", "requester_key", "received_at"),
    Index("ix_cases_ticket_id", "ticket_id"),
    Index("ix_cases_closed_at", "closed_at"),
)

case_history = Table(
    "case_history",
    metadata,
    Column("case_id", ID, ForeignKey("cases.case_id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("from_state", String(32)),
    Column("to_state", String(32), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", String(64), nullable=False),
)

case_messages = Table(
    "case_messages",
    metadata,
    Column("case_id", ID, ForeignKey("cases.case_id"), primary_key=True),
    Column("message_id", ID, ForeignKey("messages.message_id"), primary_key=True),
    Index("ix_case_messages_message_id", "message_id"),
)

actions = Table(
    "actions",
    metadata,
    Column("action_id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("cases.case_id"), nullable=False),
    Column("system", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("category", String(32), nullable=False),
    Column("position", Integer, nullable=False),
    Column("irreversible", Boolean, nullable=False),
    Column("preview", JSON, nullable=False),
    Column("state", String(32), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("outcome", LargeBinary),
    Column("verified_at", UtcDateTime),
    Column("problem", Text, nullable=False),
    UniqueConstraint("case_id", "system", "category"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("decision_id", SERIAL, primary_key=True),
    Column("case_id", ID, ForeignKey("cases.case_id"), nullable=False),
    Column("plan_hash", String(64), nullable=False),
    Column("staff_id", String(64), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    UniqueConstraint("case_id", "plan_hash", "staff_id"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("review_id", ID, primary_key=True),
    Column("message_id", ID, ForeignKey("messages.message_id"), nullable=False, unique=True),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("labels", JSON),
    Column("decided_by", String(64)),
    Column("decided_at", UtcDateTime),
    Index("ix_reviews_decided_at_asked_at", "decided_at", "asked_at"),
)

examples = Table(
    "examples",
    metadata,
    Column("message_id", ID, ForeignKey("messages.message_id"), primary_key=True),
    Column("example_id", ID, nullable=False, unique=True),
    Column("subject_key", String(64), nullable=False),
    Column("labels", JSON, nullable=False),
    Column("suggestion", JSON, nullable=False),
    Column("decided_by", String(64), nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Index("ix_examples_subject_key", "subject_key"),
)

links = Table(
    "links",
    metadata,
    Column("link_id", ID, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("case_id", ID, ForeignKey("cases.case_id"), nullable=False),
    Column("purpose", String(32), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Index("ix_links_case_id", "case_id"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("outbox_id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("cases.case_id"), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("route", String(16), nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("closes_case", Boolean, nullable=False),
    Column("sent_at", UtcDateTime),
)

cards = Table(
    "cards",
    metadata,
    Column("subject_id", ID, primary_key=True),
    Column("channel", String(64), primary_key=True),
    Column("timestamp", String(32), primary_key=True),
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("subject_key", String(64), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("since", UtcDateTime, nullable=False),
    Column("case_id", ID, nullable=False),
)

audit_events = Table(
    "audit_events",
    metadata,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("action", String(64), nullable=False),
    Column("case_id", ID),
    Column("details", JSON, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_audit_events_case_id", "case_id"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("job_id", SERIAL, primary_key=True),
    Column("name", String(32), nullable=False),
    Column("argument", String(160), nullable=False),
    Column("run_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("leased_until", UtcDateTime),
    Column("is_dead", Boolean, nullable=False),
    Column("problem", Text, nullable=False),
    Index("ix_jobs_is_dead_run_at", "is_dead", "run_at"),
)

sign_in_links = Table(
    "sign_in_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("staff_id", String(64), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("staff_id", String(64), nullable=False),
    Column("signed_in_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
)
