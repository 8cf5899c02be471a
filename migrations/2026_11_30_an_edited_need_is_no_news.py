"""A watch knows what its need asked for

Revision ID: 1796059000
Revises: 1796058500
Create Date: 2026-11-30 18:00:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796059000'
down_revision: Union[str, Sequence[str], None] = '1796058500'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column('need_watch', sa.Column('asked', sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table('need_watch') as batch:
        batch.drop_column('asked')
