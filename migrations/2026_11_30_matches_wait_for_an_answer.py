"""Matches wait for an answer

Revision ID: 1796041500
Revises: 1796028000
Create Date: 2026-11-30 12:25:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796041500'
down_revision: Union[str, Sequence[str], None] = '1796028000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

PARTIES = ('company', 'infrastructure')


def upgrade() -> None:
    """Upgrade schema."""
    # One by one: SQLite cannot put a new table in the place of one that others name.
    op.add_column('match', sa.Column(
        'waiting_for', sa.Enum(*PARTIES, name='waitingfor', native_enum=False, length=40), nullable=True
    ))
    op.add_column('match', sa.Column('waiting_since', sa.DateTime(), nullable=True))


def downgrade() -> None:
    """Downgrade schema; whose answers are waited for is lost."""
    op.drop_column('match', 'waiting_since')
    op.drop_column('match', 'waiting_for')
