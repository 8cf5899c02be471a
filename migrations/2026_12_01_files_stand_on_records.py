"""Files stand on records

Revision ID: 1796086509
Revises: 1796073939
Create Date: 2026-12-01 00:55:09.833016

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796086509'
down_revision: Union[str, Sequence[str], None] = '1796073939'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


INDEXED = (
    'achievement_id', 'company_id', 'infrastructure_id', 'match_id', 'need_id', 'sha256', 'taken_back_at', 'use_id',
)
# The number of files among what is searched.
KIND = 8 << 32
EVENTS = {'INSERT': 'NEW', 'UPDATE': 'NEW', 'DELETE': 'OLD'}


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('record_file',
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('need_id', sa.Integer(), nullable=True),
    sa.Column('match_id', sa.Integer(), nullable=True),
    sa.Column('infrastructure_id', sa.Integer(), nullable=True),
    sa.Column('achievement_id', sa.Integer(), nullable=True),
    sa.Column('use_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('about', sa.String(length=300), nullable=True),
    sa.Column('kind', sa.Enum('pdf', 'png', 'jpg', 'docx', 'xlsx', 'csv', 'txt', name='filekind', native_enum=False, length=40), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('for_infrastructure', sa.Boolean(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('taken_back_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.CheckConstraint('(CASE WHEN company_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN need_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN match_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN infrastructure_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN achievement_id IS NULL THEN 0 ELSE 1 END) = 1', name=op.f('ck_record_file_one_place')),
    sa.CheckConstraint('use_id IS NULL OR match_id IS NOT NULL', name=op.f('ck_record_file_use_of_match')),
    sa.ForeignKeyConstraint(['achievement_id'], ['achievement.id'], name=op.f('fk_record_file_achievement_id_achievement')),
    sa.ForeignKeyConstraint(['by_id'], ['user_account.id'], name=op.f('fk_record_file_by_id_user_account')),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_record_file_company_id_company')),
    sa.ForeignKeyConstraint(['infrastructure_id'], ['infrastructure.id'], name=op.f('fk_record_file_infrastructure_id_infrastructure')),
    sa.ForeignKeyConstraint(['match_id'], ['match.id'], name=op.f('fk_record_file_match_id_match')),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name=op.f('fk_record_file_need_id_need')),
    sa.ForeignKeyConstraint(['use_id'], ['use.id'], name=op.f('fk_record_file_use_id_use'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_record_file'))
    )
    for column in INDEXED:
        op.create_index(op.f(f'ix_record_file_{column}'), 'record_file', [column], unique=False)
    if op.get_bind().dialect.name == 'sqlite':
        # Not INSERT OR IGNORE: where a removed use lets go of its files, that would be read as INSERT OR ABORT.
        mark = 'INSERT INTO search_stale SELECT {0} WHERE NOT EXISTS (SELECT 1 FROM search_stale WHERE number = {0});'
        for event, row in EVENTS.items():
            stale = mark.format(f'{KIND} + {row}.id')
            op.execute(f'CREATE TRIGGER search_record_file_{event.lower()} AFTER {event} ON record_file BEGIN {stale} END')
    else:
        # Waits for whoever is just writing the entry, so that a later change is never taken for written.
        mark = 'INSERT INTO search_stale VALUES ({}) ON CONFLICT (number) DO UPDATE SET number = EXCLUDED.number;'
        op.execute(
            'CREATE FUNCTION search_record_file() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN'
            f" IF TG_OP <> 'INSERT' THEN {mark.format(f'{KIND} + OLD.id')} END IF;"
            f" IF TG_OP <> 'DELETE' THEN {mark.format(f'{KIND} + NEW.id')} END IF;"
            ' RETURN NULL; END $$'
        )
        op.execute('CREATE TRIGGER search_record_file AFTER INSERT OR UPDATE OR DELETE ON record_file'
                   ' FOR EACH ROW EXECUTE FUNCTION search_record_file()')


def downgrade() -> None:
    """Downgrade schema; what the search index has of files goes with them, and their contents stay in their folder."""
    if op.get_bind().dialect.name == 'sqlite':
        for event in EVENTS:
            op.execute(f'DROP TRIGGER IF EXISTS search_record_file_{event.lower()}')
    else:
        op.execute('DROP TRIGGER search_record_file ON record_file')
        op.execute('DROP FUNCTION search_record_file()')
    op.execute(f'DELETE FROM search_entry WHERE rowid > {KIND}')
    op.execute(f'DELETE FROM search_stale WHERE number > {KIND}')
    for column in INDEXED:
        op.drop_index(op.f(f'ix_record_file_{column}'), table_name='record_file')
    op.drop_table('record_file')
