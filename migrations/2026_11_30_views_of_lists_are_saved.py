"""Views of lists are saved

Revision ID: 1796027000
Revises: 1796023200
Create Date: 2026-11-30 08:00:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796027000'
down_revision: Union[str, Sequence[str], None] = '1796023200'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

LISTS = ('companies', 'needs', 'matches', 'infrastructures')


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('saved_view',
    sa.Column('list_kind', sa.Enum(*LISTS, name='listkind', native_enum=False, length=40), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('address', sa.String(length=1000), nullable=False),
    sa.Column('is_shared', sa.Boolean(), nullable=False),
    sa.Column('taken_back_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['user_account.id'], name=op.f('fk_saved_view_owner_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_view'))
    )
    for column in ('list_kind', 'owner_id'):
        op.create_index(op.f(f'ix_saved_view_{column}'), 'saved_view', [column], unique=False)
    op.create_table('list_choice',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('list_kind', sa.Enum(*LISTS, name='listkind', native_enum=False, length=40), nullable=False),
    sa.Column('columns', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('first_view_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['first_view_id'], ['saved_view.id'], name=op.f('fk_list_choice_first_view_id_saved_view')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_list_choice_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_list_choice')),
    sa.UniqueConstraint('user_id', 'list_kind', name=op.f('uq_list_choice_user_id_list_kind'))
    )


def downgrade() -> None:
    """Downgrade schema; saved views and chosen columns are lost."""
    op.drop_table('list_choice')
    for column in ('owner_id', 'list_kind'):
        op.drop_index(op.f(f'ix_saved_view_{column}'), table_name='saved_view')
    op.drop_table('saved_view')
