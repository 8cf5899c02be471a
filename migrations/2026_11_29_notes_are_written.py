"""Notes are written

Revision ID: 1795973400
Revises: 1795968600
Create Date: 2026-11-29 17:30:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1795973400'
down_revision: Union[str, Sequence[str], None] = '1795968600'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

PLACES = ('company', 'person', 'need', 'match', 'infrastructure')


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('note',
    *(sa.Column(f'{place}_id', sa.Integer(), nullable=True) for place in PLACES),
    sa.Column('kind', sa.Enum('note', 'call', 'email', name='notekind', native_enum=False, length=40), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('taken_back_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.CheckConstraint(
        ' + '.join(f'(CASE WHEN {place}_id IS NULL THEN 0 ELSE 1 END)' for place in PLACES) + ' = 1',
        name=op.f('ck_note_one_place'),
    ),
    *(sa.ForeignKeyConstraint([f'{place}_id'], [f'{place}.id'], name=op.f(f'fk_note_{place}_id_{place}')) for place in PLACES),
    sa.ForeignKeyConstraint(['author_id'], ['user_account.id'], name=op.f('fk_note_author_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note'))
    )
    for place in PLACES:
        op.create_index(op.f(f'ix_note_{place}_id'), 'note', [f'{place}_id'], unique=False)


def downgrade() -> None:
    """Downgrade schema; what was written in notes is lost."""
    for place in reversed(PLACES):
        op.drop_index(op.f(f'ix_note_{place}_id'), table_name='note')
    op.drop_table('note')
