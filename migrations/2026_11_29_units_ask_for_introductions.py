"""Units ask for introductions

Revision ID: 1795934100
Revises: 1795933900
Create Date: 2026-11-29 06:20:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1795934100'
down_revision: Union[str, Sequence[str], None] = '1795933900'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('introduction_request',
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('capability_id', sa.Integer(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['user_account.id'], name=op.f('fk_introduction_request_asked_by_id_user_account')),
    sa.ForeignKeyConstraint(['capability_id'], ['capability.id'], name=op.f('fk_introduction_request_capability_id_capability')),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name=op.f('fk_introduction_request_need_id_need')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_introduction_request')),
    sa.UniqueConstraint('need_id', 'capability_id', name='uq_introduction_request_pair')
    )
    op.create_index(op.f('ix_introduction_request_capability_id'), 'introduction_request', ['capability_id'], unique=False)


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index(op.f('ix_introduction_request_capability_id'), table_name='introduction_request')
    op.drop_table('introduction_request')
