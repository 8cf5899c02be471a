"""Readiness items are reviewed by a second person, and talked about

Revision ID: up1796180000
Revises: 1796170100
Create Date: 2026-12-01 16:30:00.000000

"""

from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

import models.base


# revision identifiers, used by Alembic.
revision: str = "up1796180000"
down_revision: Union[str, Sequence[str], None] = "1796170100"
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

_BY = ("judged_by_id", "checked_by_id")


def upgrade() -> None:
    """Upgrade schema."""
    with op.batch_alter_table("readiness_item") as batch:
        batch.add_column(sa.Column("judged_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("checked_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("checked_by_id", sa.Integer(), nullable=True))
        for column in _BY:
            batch.create_foreign_key(f"fk_readiness_item_{column}_user_account", "user_account", [column], ["id"])
    op.add_column("infrastructure", sa.Column("closed_on", sa.Date(), nullable=True))
    op.create_table(
        "readiness_comment",
        sa.Column("infrastructure_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", models.base.UtcDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 14", name=op.f("ck_readiness_comment_number")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_readiness_comment_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["infrastructure_id"],
            ["infrastructure.id"],
            name=op.f("fk_readiness_comment_infrastructure_id_infrastructure"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readiness_comment")),
    )
    op.create_index(op.f("ix_readiness_comment_infrastructure_id"), "readiness_comment", ["infrastructure_id"])


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("readiness_comment")
    op.drop_column("infrastructure", "closed_on")
    with op.batch_alter_table("readiness_item") as batch:
        for column in _BY:
            batch.drop_constraint(f"fk_readiness_item_{column}_user_account", type_="foreignkey")
        for column in ("checked_by_id", "checked_on", "judged_by_id"):
            batch.drop_column(column)
