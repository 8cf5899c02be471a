"""A capacity rests on something

Revision ID: 1796160100
Revises: 1796160000
Create Date: 2026-12-01 09:26:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796160100'
down_revision: Union[str, Sequence[str], None] = '1796160000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column('infrastructure', sa.Column('capacity_source', sa.String(length=300), nullable=True))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column('infrastructure', 'capacity_source')
