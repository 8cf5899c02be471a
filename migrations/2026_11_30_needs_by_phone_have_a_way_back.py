"""Needs by phone have a way back

Revision ID: 1796001200
Revises: 1796000700
Create Date: 2026-11-30 00:20:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796001200'
down_revision: Union[str, Sequence[str], None] = '1796000700'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('call_way_back',
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('numbers', sa.JSON(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name=op.f('fk_call_way_back_need_id_need')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_way_back')),
    sa.UniqueConstraint('need_id', name=op.f('uq_call_way_back_need_id'))
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('call_way_back')
