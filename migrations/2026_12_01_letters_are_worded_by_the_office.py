"""Letters are worded by the office

Revision ID: 1796161100
Revises: 1796161000
Create Date: 2026-12-01 13:13:04.690404

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796161100'
down_revision: Union[str, Sequence[str], None] = '1796161000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('letter_template',
    sa.Column('kind', sa.Enum('company', 'infrastructure', 'accepted', 'asked', 'declined', name='letterkind', native_enum=False, length=40), nullable=False),
    sa.Column('language', sa.Enum('sv', 'en', name='language', native_enum=False, length=40), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('in_use', sa.Boolean(), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['changed_by_id'], ['user_account.id'], name=op.f('fk_letter_template_changed_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_template')),
    sa.UniqueConstraint('kind', 'language', name='uq_letter_template_of_kind')
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('letter_template')
