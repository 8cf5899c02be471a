"""A letter a day at most to whoever has asked for it

Revision ID: 1796058000
Revises: 1796056500
Create Date: 2026-11-30 17:00:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796058000'
down_revision: Union[str, Sequence[str], None] = '1796056500'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

SETTINGS = (('digest_steps', sa.false()), ('digest_tasks', sa.false()), ('digest_news', sa.false()),
    ('digest_notices', sa.true()))


def upgrade() -> None:
    """Upgrade schema."""
    for name, default in SETTINGS:
        op.add_column('user_account', sa.Column(name, sa.Boolean(), nullable=False, server_default=default))
    op.add_column('user_account', sa.Column('digest_at', sa.DateTime(), nullable=True))


def downgrade() -> None:
    """Downgrade schema; who has asked for the daily letter is lost."""
    op.drop_column('user_account', 'digest_at')
    for name, _default in SETTINGS:
        op.drop_column('user_account', name)
