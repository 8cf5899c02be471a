"""Companies are asked about words before others read them

Revision ID: 1796094000
Revises: 1796089987
Create Date: 2026-12-01 08:00:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796094000'
down_revision: Union[str, Sequence[str], None] = '1796089987'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

_STATUSES = ('draft', 'open', 'met', 'withdrawn')


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column('hand_in', sa.Column('layers_declined', sa.String(length=64), nullable=True))
    op.add_column('hand_in', sa.Column('layers_asked_at', sa.DateTime(), nullable=True))
    op.add_column('hand_in', sa.Column('proposed_layers', sa.JSON(), nullable=True))
    status = sa.Enum(*_STATUSES, name='needstatus', native_enum=False, length=40)
    op.add_column('hand_in', sa.Column('need_before', status, nullable=True))


def downgrade() -> None:
    """Downgrade schema; what companies are asked about and have not answered is lost."""
    for column in ('need_before', 'proposed_layers', 'layers_asked_at', 'layers_declined'):
        op.drop_column('hand_in', column)
