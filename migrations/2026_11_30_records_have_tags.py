"""Records have tags

Revision ID: 1796044000
Revises: 1796041500
Create Date: 2026-11-30 12:25:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796044000'
down_revision: Union[str, Sequence[str], None] = '1796041500'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

RECORDS = ('company', 'need', 'person', 'infrastructure')
ONE = ' + '.join(f'(CASE WHEN {name}_id IS NULL THEN 0 ELSE 1 END)' for name in RECORDS) + ' = 1'


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('tag',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('name_sort', sa.String(length=400).with_variant(sa.String(length=400, collation='C'), 'postgresql'), nullable=False),
    sa.Column('taken_back_at', sa.DateTime(), nullable=True),
    sa.Column('merged_into_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tag'))
    )
    op.create_index('uq_tag_name_sort', 'tag', ['name_sort'], unique=True,
        sqlite_where=sa.text('taken_back_at IS NULL'), postgresql_where=sa.text('taken_back_at IS NULL'))
    op.create_table('tagging',
    sa.Column('tag_id', sa.Integer(), nullable=False),
    *(sa.Column(f'{name}_id', sa.Integer(), nullable=True) for name in RECORDS),
    sa.Column('brought_by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint(ONE, name=op.f('ck_tagging_one_record')),
    sa.ForeignKeyConstraint(['tag_id'], ['tag.id'], name=op.f('fk_tagging_tag_id_tag')),
    sa.ForeignKeyConstraint(['brought_by_id'], ['tag.id'], name=op.f('fk_tagging_brought_by_id_tag')),
    *(sa.ForeignKeyConstraint([f'{name}_id'], [f'{name}.id'], name=op.f(f'fk_tagging_{name}_id_{name}'))
      for name in RECORDS),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tagging')),
    *(sa.UniqueConstraint('tag_id', f'{name}_id', name=op.f(f'uq_tagging_tag_id_{name}_id')) for name in RECORDS)
    )
    for name in (*RECORDS, 'brought_by'):
        op.create_index(op.f(f'ix_tagging_{name}_id'), 'tagging', [f'{name}_id'], unique=False)


def downgrade() -> None:
    """Downgrade schema; tags are lost."""
    for name in ('brought_by', *reversed(RECORDS)):
        op.drop_index(op.f(f'ix_tagging_{name}_id'), table_name='tagging')
    op.drop_table('tagging')
    op.drop_index('uq_tag_name_sort', table_name='tag')
    op.drop_table('tag')
