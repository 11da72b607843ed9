"""One message, several people: a case for each."""

from alembic import op
import sqlalchemy as sa


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place", sa.Integer(), server_default="0", nullable=False))
        batch_op.drop_constraint("uq_cases_opened_from_request_type", type_="unique")
        batch_op.create_unique_constraint(
            "uq_cases_opened_from_request_type_place", ["opened_from", "request_type", "place"]
        )


def downgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_constraint("uq_cases_opened_from_request_type_place", type_="unique")
        batch_op.create_unique_constraint("uq_cases_opened_from_request_type", ["opened_from", "request_type"])
        batch_op.drop_column("place")
