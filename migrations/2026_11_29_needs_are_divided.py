"""Needs are divided

Revision ID: 1795935700
Revises: 1795935100
Create Date: 2026-11-29 07:15:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1795935700'
down_revision: Union[str, Sequence[str], None] = '1795935100'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('need_division',
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('second_id', sa.Integer(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name=op.f('fk_need_division_need_id_need')),
    sa.ForeignKeyConstraint(['second_id'], ['need.id'], name=op.f('fk_need_division_second_id_need')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need_division')),
    sa.UniqueConstraint('need_id', name=op.f('uq_need_division_need_id')),
    sa.UniqueConstraint('second_id', name=op.f('uq_need_division_second_id'))
    )
    op.add_column('need', sa.Column('one_need', sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Downgrade schema; both records of a divided need stay."""
    op.drop_column('need', 'one_need')
    op.drop_table('need_division')
