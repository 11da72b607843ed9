"""The end of the desk's own data: when contents were erased, and counts of what is gone."""

from alembic import op
import sqlalchemy as sa


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contents_erased_at", sa.DateTime(timezone=True)))
        batch_op.add_column(sa.Column("is_partial", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_index("ix_cases_closed_at", ["closed_at"])
    op.create_table(
        "request_tallies",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("request_type", sa.String(length=32), nullable=False),
        sa.Column("regime", sa.String(length=16), nullable=False),
        sa.Column("ending", sa.String(length=16), nullable=False),
        sa.Column("days", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("requests", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "year", "request_type", "regime", "ending", "days", name=op.f("pk_request_tallies")
        ),
    )


def downgrade() -> None:
    op.drop_table("request_tallies")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_closed_at")
        batch_op.drop_column("is_partial")
        batch_op.drop_column("contents_erased_at")
