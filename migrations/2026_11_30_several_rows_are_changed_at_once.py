"""Several rows of a list are changed at once, and put back at once

Revision ID: 1796055000
Revises: 1796044900
Create Date: 2026-11-30 16:20:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796055000'
down_revision: Union[str, Sequence[str], None] = '1796044900'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

LISTS = ('companies', 'needs', 'matches', 'infrastructures')
ACTS = ('assign', 'next_step', 'put_on', 'take_off')


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('batch',
    sa.Column('list_kind', sa.Enum(*LISTS, name='listkind', native_enum=False, length=40), nullable=False),
    sa.Column('act', sa.Enum(*ACTS, name='batchact', native_enum=False, length=40), nullable=False),
    sa.Column('tag_id', sa.Integer(), nullable=True),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('undone_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch'))
    )
    op.create_index(op.f('ix_batch_at'), 'batch', ['at'], unique=False)


def downgrade() -> None:
    """Downgrade schema; what was done with several rows at once can no longer be undone."""
    op.drop_index(op.f('ix_batch_at'), table_name='batch')
    op.drop_table('batch')
