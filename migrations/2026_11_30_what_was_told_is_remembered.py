"""A notice knows whether it was shown and fits still, and a letter since when it tells

Revision ID: 1796059500
Revises: 1796059000
Create Date: 2026-11-30 18:10:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796059500'
down_revision: Union[str, Sequence[str], None] = '1796059000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema; what has been told already counts as shown."""
    op.add_column('user_account', sa.Column('digest_news_from', sa.DateTime(), nullable=True))
    op.add_column('user_account', sa.Column('digest_notices_from', sa.DateTime(), nullable=True))
    op.add_column('notice', sa.Column('shown_at', sa.DateTime(), nullable=True))
    op.add_column('notice', sa.Column('is_fitting', sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute('UPDATE notice SET shown_at = at')


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column('notice', 'is_fitting')
    op.drop_column('notice', 'shown_at')
    op.drop_column('user_account', 'digest_notices_from')
    op.drop_column('user_account', 'digest_news_from')
