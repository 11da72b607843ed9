"""Requests that wait for a day, and the links of a case."""

from alembic import op
import sqlalchemy as sa


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("not_before", sa.Date(), nullable=True))

    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.create_index("ix_links_case_id", ["case_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.drop_index("ix_links_case_id")

    op.drop_column("cases", "not_before")
