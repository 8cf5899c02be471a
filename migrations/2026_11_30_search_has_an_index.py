"""Search has an index

Revision ID: 1796000700
Revises: 1796001000
Create Date: 2026-11-30 00:25:00.000000

PostgreSQL needs its extension pg_trgm, which the owner of a database may add. Every record is noted as one that the
index has fallen behind of; `flask seed` or the first search writes their entries.
"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796000700'
down_revision: Union[str, Sequence[str], None] = '1796001000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

KIND = 1 << 32
# Table: the number of the kind that its rows are part of, and the column with the record's number.
WATCHED = {
    'company': (1, 'id'),
    'person': (2, 'id'),
    'need': (3, 'id'),
    'infrastructure': (4, 'id'),
    'capability': (5, 'id'),
    'note': (6, 'id'),
    'concept': (7, 'id'),
    'term': (7, 'concept_id'),
}
EVENTS = {'INSERT': ('NEW',), 'UPDATE': ('OLD', 'NEW'), 'DELETE': ('OLD',)}


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('search_stale', sa.Column('number', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_search_stale')))
    if op.get_bind().dialect.name == 'sqlite':
        op.execute("CREATE VIRTUAL TABLE search_entry USING fts5(name UNINDEXED, sort UNINDEXED, words, tokenize='trigram')")
        for table in WATCHED:
            for event, rows in EVENTS.items():
                marks = ' '.join(f'INSERT OR IGNORE INTO search_stale VALUES ({number(table, row)});' for row in rows)
                op.execute(f'CREATE TRIGGER search_{table}_{event.lower()} AFTER {event} ON "{table}" BEGIN {marks} END')
    else:
        op.execute('CREATE EXTENSION IF NOT EXISTS pg_trgm')
        op.create_table('search_entry', sa.Column('rowid', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('name', sa.Text(), nullable=False), sa.Column('sort', sa.Text(collation='C'), nullable=False),
        sa.Column('words', sa.Text(), nullable=False), sa.PrimaryKeyConstraint('rowid', name=op.f('pk_search_entry')))
        op.execute('CREATE INDEX ix_search_entry_words ON search_entry USING gin (words gin_trgm_ops)')
        for table in WATCHED:
            op.execute(function(table))
            op.execute(f'CREATE TRIGGER search_{table} AFTER INSERT OR UPDATE OR DELETE ON "{table}"'
                       f' FOR EACH ROW EXECUTE FUNCTION search_{table}()')
    for table, (kind, column) in WATCHED.items():
        if column == 'id':
            op.execute(f'INSERT INTO search_stale SELECT {kind * KIND} + id FROM "{table}"')


def number(table: str, row: str) -> str:
    kind, column = WATCHED[table]
    return f'{kind * KIND} + {row}.{column}'


def function(table: str) -> str:
    # Waits for whoever is just writing the entry, so that a later change is never taken for written.
    mark = 'INSERT INTO search_stale VALUES ({}) ON CONFLICT (number) DO UPDATE SET number = EXCLUDED.number;'
    return (
        f'CREATE FUNCTION search_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN'
        f" IF TG_OP <> 'INSERT' THEN {mark.format(number(table, 'OLD'))} END IF;"
        f" IF TG_OP <> 'DELETE' THEN {mark.format(number(table, 'NEW'))} END IF;"
        ' RETURN NULL; END $$'
    )


def downgrade() -> None:
    """Downgrade schema; the extension stays, since others may use it."""
    for table in WATCHED:
        if op.get_bind().dialect.name == 'sqlite':
            for event in EVENTS:
                op.execute(f'DROP TRIGGER IF EXISTS search_{table}_{event.lower()}')
        else:
            op.execute(f'DROP TRIGGER search_{table} ON "{table}"')
            op.execute(f'DROP FUNCTION search_{table}()')
    op.execute('DROP TABLE search_entry')
    op.drop_table('search_stale')
