"""Forms are sent once, and drafts are kept

Revision ID: 1795934950
Revises: 1795934300
Create Date: 2026-11-29 06:10:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1795934950'
down_revision: Union[str, Sequence[str], None] = '1795934300'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('used_key',
    sa.Column('key_hash', sa.String(length=64), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('leads_to', sa.String(length=500), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_used_key')),
    sa.UniqueConstraint('key_hash', name=op.f('uq_used_key_key_hash'))
    )
    op.create_index(op.f('ix_used_key_created_at'), 'used_key', ['created_at'], unique=False)
    op.create_table('draft',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('page', sa.String(length=500), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_draft_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft'))
    )
    op.create_index(op.f('ix_draft_created_at'), 'draft', ['created_at'], unique=False)
    op.create_index(op.f('ix_draft_user_id'), 'draft', ['user_id'], unique=False)


def downgrade() -> None:
    """Downgrade schema; keys and drafts are for some days only, and go."""
    op.drop_table('draft')
    op.drop_table('used_key')
