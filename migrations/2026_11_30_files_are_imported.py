"""Files are imported

Revision ID: 1796073939
Revises: 1796068000
Create Date: 2026-11-30 21:25:39.684044

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796073939'
down_revision: Union[str, Sequence[str], None] = '1796068000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

KINDS = ('companies', 'people', 'needs', 'infrastructures', 'capabilities')
STATES = ('read', 'checking', 'checked', 'writing', 'done', 'undoing', 'undone')
MODES = ('both', 'create', 'update')
RULES = ('ask', 'skip', 'create', 'update')


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('import',
    sa.Column('kind', sa.Enum(*KINDS, name='importkind', native_enum=False, length=40), nullable=False),
    sa.Column('state', sa.Enum(*STATES, name='importstate', native_enum=False, length=40), nullable=False),
    sa.Column('mode', sa.Enum(*MODES, name='importmode', native_enum=False, length=40), nullable=False),
    sa.Column('rule', sa.Enum(*RULES, name='doublesrule', native_enum=False, length=40), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('place', sa.String(length=64), nullable=False),
    sa.Column('heads', sa.JSON(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('decisions', sa.JSON(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=True),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('told', sa.JSON(), nullable=False),
    sa.Column('looked_again', sa.Boolean(), nullable=False),
    sa.Column('language', sa.Enum('sv', 'en', name='language', native_enum=False, length=40), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('done_at', sa.DateTime(), nullable=True),
    sa.Column('undone_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user_account.id'], name=op.f('fk_import_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import'))
    )
    op.create_index(op.f('ix_import_at'), 'import', ['at'], unique=False)
    op.create_index(op.f('ix_import_by_id'), 'import', ['by_id'], unique=False)
    op.create_index(op.f('ix_import_kind'), 'import', ['kind'], unique=False)
    op.create_index(op.f('ix_import_state'), 'import', ['state'], unique=False)
    op.create_table('imported_row',
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('row_number', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('is_new', sa.Boolean(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('is_kept', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['import.id'], name=op.f('fk_imported_row_import_id_import'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imported_row'))
    )
    op.create_index(op.f('ix_imported_row_import_id'), 'imported_row', ['import_id'], unique=False)


def downgrade() -> None:
    """Downgrade schema; what was imported can no longer be undone."""
    op.drop_index(op.f('ix_imported_row_import_id'), table_name='imported_row')
    op.drop_table('imported_row')
    op.drop_index(op.f('ix_import_state'), table_name='import')
    op.drop_index(op.f('ix_import_kind'), table_name='import')
    op.drop_index(op.f('ix_import_by_id'), table_name='import')
    op.drop_index(op.f('ix_import_at'), table_name='import')
    op.drop_table('import')
