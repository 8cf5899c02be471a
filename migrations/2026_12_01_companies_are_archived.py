"""Companies are archived

Revision ID: bin0002
Revises: bin0001
Create Date: 2026-12-01 17:25:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
import models.base


# revision identifiers, used by Alembic.
revision: str = 'bin0002'
down_revision: Union[str, Sequence[str], None] = 'bin0001'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column('company', sa.Column('archived_at', models.base.UtcDateTime(), nullable=True))
    op.create_index(op.f('ix_company_archived_at'), 'company', ['archived_at'])


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index(op.f('ix_company_archived_at'), 'company')
    op.drop_column('company', 'archived_at')
