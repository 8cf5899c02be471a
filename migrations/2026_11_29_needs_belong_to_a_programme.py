"""Needs belong to a programme, accounting years have a first day, and a company may release its name

Revision ID: 1795933900
Revises: 1795933000
Create Date: 2026-11-29 06:12:00.000000

Needs that are there already belong to the programme that this installation runs.
"""
from typing import Sequence, Union

from alembic import op
from flask import current_app
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1795933900'
down_revision: Union[str, Sequence[str], None] = '1795933000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Add the columns, and give every need its programme."""
    _add_programme()
    op.create_index(op.f('ix_need_programme_id'), 'need', ['programme_id'], unique=False)
    op.add_column('company', sa.Column('name_released_on', sa.Date(), nullable=True))
    op.execute(
        sa.text('UPDATE need SET programme_id = (SELECT id FROM programme WHERE code = :code)')
        .bindparams(code=current_app.extensions['brygga'].programme)
    )
    with op.batch_alter_table('smf_declaration') as batch:
        batch.add_column(sa.Column('period_start', sa.Date(), nullable=True))
        batch.drop_constraint('uq_smf_declaration_year', type_='unique')
        batch.create_unique_constraint('uq_smf_declaration_year', ['company_id', 'period_end', 'is_estimate'])


def _add_programme() -> None:
    """Add the column with its foreign key; SQLite would have to write `need` anew, and others refer to that."""
    constraint = 'fk_need_programme_id_programme'
    if op.get_bind().dialect.name == 'sqlite':
        op.execute(f'ALTER TABLE need ADD COLUMN programme_id INTEGER CONSTRAINT {constraint} REFERENCES programme (id)')
        return
    op.add_column('need', sa.Column('programme_id', sa.Integer(), nullable=True))
    op.create_foreign_key(op.f(constraint), 'need', 'programme', ['programme_id'], ['id'])


def downgrade() -> None:
    """Take the columns away; of a year with an estimate and accounts the accounts stay."""
    op.execute(
        'DELETE FROM smf_declaration WHERE is_estimate AND EXISTS (SELECT 1 FROM smf_declaration AS other '
        'WHERE other.company_id = smf_declaration.company_id AND other.period_end = smf_declaration.period_end '
        'AND NOT other.is_estimate)'
    )
    with op.batch_alter_table('smf_declaration') as batch:
        batch.drop_constraint('uq_smf_declaration_year', type_='unique')
        batch.create_unique_constraint('uq_smf_declaration_year', ['company_id', 'period_end'])
        batch.drop_column('period_start')
    op.drop_column('company', 'name_released_on')
    op.drop_index(op.f('ix_need_programme_id'), table_name='need')
    op.drop_column('need', 'programme_id')
