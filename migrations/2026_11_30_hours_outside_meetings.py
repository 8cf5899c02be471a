"""Hours outside meetings

Revision ID: 1796000000
Revises: 1795973400
Create Date: 2026-11-30 00:10:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796000000'
down_revision: Union[str, Sequence[str], None] = '1795973400'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

ACTIVITIES = ('matching', 'meetings', 'companies', 'infrastructures', 'events', 'reporting', 'other')


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column('programme', sa.Column('budget_hours_a_year', sa.Integer(), nullable=True))
    # The programme's own files say so; elsewhere nobody has set a year's hours yet.
    op.execute("UPDATE programme SET budget_hours_a_year = 250 WHERE code = 'klustermotor' AND budget_hours = 750")
    op.create_table('time_entry',
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('need_id', sa.Integer(), nullable=True),
    sa.Column('worker_id', sa.Integer(), nullable=True),
    sa.Column('worked_on', sa.Date(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('activity', sa.Enum(*ACTIVITIES, name='activity', native_enum=False, length=40), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=True),
    sa.Column('taken_back_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.CheckConstraint('minutes > 0', name=op.f('ck_time_entry_some_time')),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name=op.f('fk_time_entry_need_id_need')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_time_entry_programme_id_programme')),
    sa.ForeignKeyConstraint(['worker_id'], ['user_account.id'], name=op.f('fk_time_entry_worker_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_time_entry'))
    )
    for column in ('need_id', 'programme_id', 'worked_on', 'worker_id'):
        op.create_index(op.f(f'ix_time_entry_{column}'), 'time_entry', [column], unique=False)


def downgrade() -> None:
    """Downgrade schema; time that was logged outside meetings is lost."""
    for column in ('worker_id', 'worked_on', 'programme_id', 'need_id'):
        op.drop_index(op.f(f'ix_time_entry_{column}'), table_name='time_entry')
    op.drop_table('time_entry')
    op.drop_column('programme', 'budget_hours_a_year')
