"""Sizes say what they are made of

Revision ID: 1796068000
Revises: 1796066000
Create Date: 2026-11-30 22:20:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796068000'
down_revision: Union[str, Sequence[str], None] = '1796066000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column('smf_declaration', sa.Column('basis', sa.JSON(), nullable=True))


def downgrade() -> None:
    """Downgrade schema; what sizes were made of is lost."""
    op.drop_column('smf_declaration', 'basis')
