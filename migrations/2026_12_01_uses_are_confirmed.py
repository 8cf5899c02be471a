"""Uses are confirmed, and a unit has a yearly capacity

Revision ID: 1796089987
Revises: 1796092500
Create Date: 2026-12-01 01:53:08.492916

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796089987'
down_revision: Union[str, Sequence[str], None] = '1796092500'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('use_confirmation',
    sa.Column('use_id', sa.Integer(), nullable=False),
    sa.Column('party', sa.Enum('company', 'infrastructure', name='waitingfor', native_enum=False, length=40), nullable=False),
    sa.Column('language', sa.Enum('sv', 'en', name='language', native_enum=False, length=40), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('what', sa.String(length=64), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('answer', sa.Enum('right', 'wrong', name='confirmationanswer', native_enum=False, length=40), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=True),
    sa.Column('said', sa.Text(), nullable=True),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['user_account.id'], name=op.f('fk_use_confirmation_asked_by_id_user_account')),
    sa.ForeignKeyConstraint(['use_id'], ['use.id'], name=op.f('fk_use_confirmation_use_id_use'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_use_confirmation')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_use_confirmation_token_hash')),
    sa.UniqueConstraint('use_id', 'party', name='uq_use_confirmation_of_party')
    )
    op.create_index(op.f('ix_use_confirmation_use_id'), 'use_confirmation', ['use_id'], unique=False)
    op.add_column('infrastructure', sa.Column('capacity_hours', sa.Integer(), nullable=True))
    # Added where it stands: the table is not made anew, since files let go of a use whose row is removed.
    op.add_column('use', sa.Column('evidence_is_made', sa.Boolean(), nullable=True))
    op.add_column('use', sa.Column('share_agreed_by', sa.String(length=200), nullable=True))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column('use', 'share_agreed_by')
    op.drop_column('use', 'evidence_is_made')
    op.drop_column('infrastructure', 'capacity_hours')
    op.drop_index(op.f('ix_use_confirmation_use_id'), table_name='use_confirmation')
    op.drop_table('use_confirmation')
