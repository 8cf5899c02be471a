"""Meetings have a time, letters carry invitations, calendars are followed

Revision ID: 1796027500
Revises: 1796027000
Create Date: 2026-11-30 07:30:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796027500'
down_revision: Union[str, Sequence[str], None] = '1796027000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

METHODS = ('REQUEST', 'CANCEL')


def upgrade() -> None:
    """Upgrade schema."""
    # One by one: SQLite cannot put a new table in the place of one that others name.
    op.add_column('meeting', sa.Column('starts_at', sa.Time(), nullable=True))
    op.add_column('meeting', sa.Column('minutes_long', sa.Integer(), nullable=True))
    op.add_column('meeting', sa.Column('place', sa.String(length=300), nullable=True))
    op.add_column('meeting', sa.Column('result', sa.Text(), nullable=True))
    op.add_column('meeting', sa.Column('taken_back_at', sa.DateTime(), nullable=True))
    op.add_column('meeting', sa.Column('sequence', sa.Integer(), nullable=False, server_default='0'))
    # Files that were taken to calendars had the version as their sequence.
    op.execute("UPDATE meeting SET sequence = version")
    with op.batch_alter_table('outbox_message') as batch:
        batch.add_column(sa.Column('meeting_id', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('calendar', sa.Text(), nullable=True))
        batch.add_column(sa.Column(
            'calendar_method', sa.Enum(*METHODS, name='calendarmethod', native_enum=False, length=40), nullable=True
        ))
        batch.add_column(sa.Column('calendar_sequence', sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f('fk_outbox_message_meeting_id_meeting'), 'meeting', ['meeting_id'], ['id'])
        batch.create_index(op.f('ix_outbox_message_meeting_id'), ['meeting_id'], unique=False)
    op.create_table('calendar_feed',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_calendar_feed_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_calendar_feed_token_hash')),
    sa.UniqueConstraint('user_id', name=op.f('uq_calendar_feed_user_id'))
    )


def downgrade() -> None:
    """Downgrade schema; a cancelled meeting becomes one that was not held, and what was taken back stands again."""
    op.drop_table('calendar_feed')
    with op.batch_alter_table('outbox_message') as batch:
        batch.drop_index(op.f('ix_outbox_message_meeting_id'))
        batch.drop_constraint(op.f('fk_outbox_message_meeting_id_meeting'), type_='foreignkey')
        for column in ('calendar_sequence', 'calendar_method', 'calendar', 'meeting_id'):
            batch.drop_column(column)
    op.execute("UPDATE meeting SET status = 'not_held' WHERE status = 'cancelled'")
    for column in ('sequence', 'taken_back_at', 'result', 'place', 'minutes_long', 'starts_at'):
        op.drop_column('meeting', column)
