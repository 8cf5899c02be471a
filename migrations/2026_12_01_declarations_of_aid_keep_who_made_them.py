"""Declarations of aid keep who made them, and why aid that was declared before was left out

Revision ID: 1796160200
Revises: 1796160100
Create Date: 2026-12-01 08:50:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796160200'
down_revision: Union[str, Sequence[str], None] = '1796160100'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema; declarations that stand are their company's of today."""
    op.add_column('aid_step', sa.Column('declarer_id', sa.Integer(), nullable=True))
    op.add_column('aid_step', sa.Column('left_out_reason', sa.String(length=500), nullable=True))
    op.execute(
        "UPDATE aid_step SET declarer_id = (SELECT company_id FROM aid_grant WHERE aid_grant.id = aid_step.grant_id)"
        " WHERE step = 'declared'"
    )


def downgrade() -> None:
    """Downgrade schema; the reasons are lost."""
    op.drop_column('aid_step', 'left_out_reason')
    op.drop_column('aid_step', 'declarer_id')
