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
    with op.batch_alter_table('hand_in') as batch:
        batch.add_column(sa.Column('layers_declined', sa.String(length=64), nullable=True))
        batch.add_column(sa.Column('layers_asked_at', sa.DateTime(), nullable=True))
        batch.add_column(sa.Column('proposed_layers', sa.JSON(), nullable=True))
        batch.add_column(sa.Column('need_before', sa.Enum(*_STATUSES, name='needstatus', native_enum=False, length=40),
                                   nullable=True))


def downgrade() -> None:
    """Downgrade schema; what companies are asked about and have not answered is lost."""
    with op.batch_alter_table('hand_in') as batch:
        for column in ('need_before', 'proposed_layers', 'layers_asked_at', 'layers_declined'):
            batch.drop_column(column)
