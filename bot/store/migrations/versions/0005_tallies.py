"""Daily counts of readings and of what people made of them."""

from alembic import op
import sqlalchemy as sa


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reading_tallies",
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("unknown_up_to", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("model_version", sa.String(length=200), nullable=False),
        sa.Column("messages", sa.BigInteger(), nullable=False),
        sa.Column("unknown_permille", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "on", "language", "decision", "unknown_up_to", "model_version", name=op.f("pk_reading_tallies")
        ),
    )
    op.create_table(
        "decision_tallies",
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("decided_on", sa.String(length=16), nullable=False),
        sa.Column("agreement", sa.String(length=16), nullable=False),
        sa.Column("model_version", sa.String(length=200), nullable=False),
        sa.Column("decisions", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "on", "language", "decided_on", "agreement", "model_version", name=op.f("pk_decision_tallies")
        ),
    )


def downgrade() -> None:
    op.drop_table("decision_tallies")
    op.drop_table("reading_tallies")
