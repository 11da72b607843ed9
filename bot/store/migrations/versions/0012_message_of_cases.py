"""Which cases a message belongs to, found without reading all of them."""

from alembic import op


revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_case_messages_message_id", "case_messages", ["message_id"])


def downgrade() -> None:
    op.drop_index("ix_case_messages_message_id", table_name="case_messages")
