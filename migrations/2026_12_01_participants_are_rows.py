"""Participants of events are rows of their own

Revision ID: 1796170100
Revises: 1796170000
Create Date: 2026-12-01 13:12:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796170100'
down_revision: Union[str, Sequence[str], None] = '1796170000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

_EVENTS = sa.table(
    'achievement',
    sa.column('id', sa.Integer()),
    sa.column('participants', sa.Text()),
    sa.column('is_demo', sa.Boolean()),
    sa.column('updated_at', sa.DateTime()),
)
_ROWS = sa.table(
    'participant',
    sa.column('id', sa.Integer()),
    sa.column('achievement_id', sa.Integer()),
    sa.column('organisation', sa.Text()),
    sa.column('role', sa.Text()),
    sa.column('is_demo', sa.Boolean()),
    sa.column('created_at', sa.DateTime()),
    sa.column('updated_at', sa.DateTime()),
    sa.column('version', sa.Integer()),
)


def upgrade() -> None:
    """Make the table, and a row of every line that was pasted."""
    op.create_table('participant',
    sa.Column('achievement_id', sa.Integer(), nullable=False),
    sa.Column('organisation', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=True),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('infrastructure_id', sa.Integer(), nullable=True),
    sa.Column('host_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['achievement_id'], ['achievement.id'], name=op.f('fk_participant_achievement_id_achievement')),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_participant_company_id_company')),
    sa.ForeignKeyConstraint(['host_id'], ['host_organisation.id'], name=op.f('fk_participant_host_id_host_organisation')),
    sa.ForeignKeyConstraint(['infrastructure_id'], ['infrastructure.id'], name=op.f('fk_participant_infrastructure_id_infrastructure')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participant')),
    info={'sensitivity': 'confidential'}
    )
    for name in ('achievement_id', 'company_id', 'host_id', 'infrastructure_id'):
        op.create_index(op.f(f'ix_participant_{name}'), 'participant', [name], unique=False)
    op.add_column('achievement', sa.Column('organisation_count', sa.Integer(), nullable=True))
    op.add_column('achievement', sa.Column('smf_count', sa.Integer(), nullable=True))
    lists = sa.select(_EVENTS).where(_EVENTS.c.participants.is_not(None)).order_by(_EVENTS.c.id)
    for event in op.get_bind().execute(lists).all():
        parted = [line.strip().partition(', ') for line in event.participants.splitlines() if line.strip()]
        rows = [
            {
                'achievement_id': event.id,
                'organisation': organisation,
                'role': role or None,
                'is_demo': event.is_demo,
                'created_at': event.updated_at,
                'updated_at': event.updated_at,
                'version': 1,
            }
            for organisation, _comma, role in parted
        ]
        if rows:
            op.get_bind().execute(sa.insert(_ROWS), rows)
    op.drop_column('achievement', 'participants')


def downgrade() -> None:
    """Write the rows of each event as lines again; who on record they are is lost."""
    op.add_column('achievement', sa.Column('participants', sa.Text(), nullable=True))
    lists: dict[int, list[str]] = {}
    for row in op.get_bind().execute(sa.select(_ROWS).order_by(_ROWS.c.id)).all():
        # A comma parts organisation and role.
        parts = (row.organisation.replace(',', ' ') if row.role else row.organisation, row.role)
        lists.setdefault(row.achievement_id, []).append(', '.join(filter(None, parts)))
    for number, lines in lists.items():
        op.execute(sa.update(_EVENTS).where(_EVENTS.c.id == number).values(participants='\n'.join(lines)))
    op.drop_column('achievement', 'smf_count')
    op.drop_column('achievement', 'organisation_count')
    for name in ('infrastructure_id', 'host_id', 'company_id', 'achievement_id'):
        op.drop_index(op.f(f'ix_participant_{name}'), table_name='participant')
    op.drop_table('participant')
