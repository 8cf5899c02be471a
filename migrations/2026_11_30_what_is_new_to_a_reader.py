"""What is new to a reader since their last day of work

Revision ID: 1796044900
Revises: 1796044000
Create Date: 2026-11-30 12:40:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796044900'
down_revision: Union[str, Sequence[str], None] = '1796044000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column('user_account', sa.Column('seen_at', sa.DateTime(), nullable=True))
    op.add_column('user_account', sa.Column('new_since', sa.DateTime(), nullable=True))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column('user_account', 'new_since')
    op.drop_column('user_account', 'seen_at')
