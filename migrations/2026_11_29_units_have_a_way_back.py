"""Units have a way back

Revision ID: 1795968600
Revises: 1795935700
Create Date: 2026-11-29 16:30:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1795968600'
down_revision: Union[str, Sequence[str], None] = '1795935700'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('unit_way_back',
    sa.Column('infrastructure_id', sa.Integer(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['infrastructure_id'], ['infrastructure.id'], name=op.f('fk_unit_way_back_infrastructure_id_infrastructure')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_way_back')),
    sa.UniqueConstraint('infrastructure_id', name=op.f('uq_unit_way_back_infrastructure_id'))
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('unit_way_back')
