"""What is thrown away is kept for 30 days

Revision ID: bin0001
Revises: up1796180100
Create Date: 2026-12-01 16:50:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
import models.base


# revision identifiers, used by Alembic.
revision: str = 'bin0001'
down_revision: Union[str, Sequence[str], None] = 'up1796180100'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        'thrown_rows',
        sa.Column(
            'kind', sa.Enum('use', 'declaration', name='thrownkind', native_enum=False, length=40), nullable=False
        ),
        sa.Column('of_id', sa.Integer(), nullable=False),
        sa.Column('rows', sa.JSON(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('taken_back_at', models.base.UtcDateTime(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('is_demo', sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(['by_id'], ['user_account.id'], name=op.f('fk_thrown_rows_by_id_user_account')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_thrown_rows')),
    )
    op.create_index(op.f('ix_thrown_rows_kind'), 'thrown_rows', ['kind'])
    op.create_index(op.f('ix_thrown_rows_taken_back_at'), 'thrown_rows', ['taken_back_at'])


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('thrown_rows')
