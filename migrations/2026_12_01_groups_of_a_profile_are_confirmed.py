"""Groups of a profile's fields are confirmed

Revision ID: up1796180100
Revises: up1796180000
Create Date: 2026-12-01 16:50:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = 'up1796180100'
down_revision: Union[str, Sequence[str], None] = 'up1796180000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

_PARTS = sa.Enum(
    'about', 'access', 'texts', 'terms', 'quality', name='profilegroup', native_enum=False, length=40
)


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        'group_confirmation',
        sa.Column('infrastructure_id', sa.Integer(), nullable=False),
        sa.Column('part', _PARTS, nullable=False),
        sa.Column('confirmed_on', sa.Date(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['by_id'], ['user_account.id'], name=op.f('fk_group_confirmation_by_id_user_account')),
        sa.ForeignKeyConstraint(
            ['infrastructure_id'], ['infrastructure.id'],
            name=op.f('fk_group_confirmation_infrastructure_id_infrastructure'),
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_group_confirmation')),
        sa.UniqueConstraint('infrastructure_id', 'part', name='uq_group_confirmation_part'),
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('group_confirmation')
