"""An infrastructure has one name

Revision ID: 1796023200
Revises: 1796001200
Create Date: 2026-11-30 07:20:00.000000

What was called a unit is called what it is. Ways back that stand name columns and values as they were, so nothing that
was done before can be taken back with a button afterwards; by hand, everything can.
"""
from typing import Any, Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796023200'
down_revision: Union[str, Sequence[str], None] = '1796001200'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

# Where the names of columns and of forms' fields are kept as data.
KEYS = {('introduction', 'shown'): ('text',), ('need_division', 'before'): ('text',),
    ('draft', 'content'): ('text', 'to', 'subject', 'body')}
WAYS_BACK = ('way_back', 'call_way_back')


def upgrade() -> None:
    """Upgrade schema."""
    name('unit', 'infrastructure')


def downgrade() -> None:
    """Downgrade schema."""
    name('infrastructure', 'unit')


def name(old: str, new: str) -> None:
    # Not in a batch, which would make the table anew on SQLite and lose the triggers of the search.
    op.execute(f'ALTER TABLE need RENAME COLUMN {old}_text TO {new}_text')
    for table, column in (('match', 'close_reason'), ('judgement', 'reason')):
        op.execute(f"UPDATE \"{table}\" SET {column} = '{new}_declined' WHERE {column} = '{old}_declined'")
    for (table, column), fields in KEYS.items():
        name_keys(table, column, {f'{old}_{field}': f'{new}_{field}' for field in fields})
    for table in WAYS_BACK:
        op.execute(f'DELETE FROM {table}')
    op.drop_table(f'{old}_way_back')
    op.create_table(f'{new}_way_back',
    sa.Column('infrastructure_id', sa.Integer(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['infrastructure_id'], ['infrastructure.id'], name=op.f(f'fk_{new}_way_back_infrastructure_id_infrastructure')),
    sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{new}_way_back')),
    sa.UniqueConstraint('infrastructure_id', name=op.f(f'uq_{new}_way_back_infrastructure_id'))
    )


def name_keys(table: str, column: str, names: dict[str, str]) -> None:
    rows = sa.table(table, sa.column('id', sa.Integer), sa.column(column, sa.JSON(none_as_null=True)))
    connection = op.get_bind()
    for number, kept in connection.execute(sa.select(rows.c.id, rows.c[column]).where(rows.c[column].is_not(None))).all():
        renamed: dict[str, Any] = {names.get(key, key): value for key, value in kept.items()}
        if renamed != kept:
            connection.execute(sa.update(rows).where(rows.c.id == number).values({column: renamed}))
