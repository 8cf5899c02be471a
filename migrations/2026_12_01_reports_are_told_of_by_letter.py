"""Receivers are told of reports by letter, each with a link of their own

Revision ID: 1796090200
Revises: 1796090100
Create Date: 2026-12-01 01:15:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796090200'
down_revision: Union[str, Sequence[str], None] = '1796090100'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('report_receiver',
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('language', sa.Enum('sv', 'en', name='language', native_enum=False, length=40), nullable=False),
    sa.Column('stopped_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_report_receiver_programme_id_programme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_receiver')),
    sa.UniqueConstraint('programme_id', 'email', name='uq_report_receiver_email'),
    )
    op.create_index(op.f('ix_report_receiver_programme_id'), 'report_receiver', ['programme_id'])
    op.create_table('report_letter',
    sa.Column('receiver_id', sa.Integer(), nullable=False),
    sa.Column('frozen_report_id', sa.Integer(), nullable=False),
    sa.Column('opens_report', sa.Boolean(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['receiver_id'], ['report_receiver.id'], name=op.f('fk_report_letter_receiver_id_report_receiver')),
    sa.ForeignKeyConstraint(['frozen_report_id'], ['frozen_report.id'], name=op.f('fk_report_letter_frozen_report_id_frozen_report')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_letter')),
    sa.UniqueConstraint('receiver_id', 'frozen_report_id', name='uq_report_letter_once'),
    sa.UniqueConstraint('token_hash', name=op.f('uq_report_letter_token_hash')),
    )
    op.create_index(op.f('ix_report_letter_receiver_id'), 'report_letter', ['receiver_id'])
    op.create_index(op.f('ix_report_letter_frozen_report_id'), 'report_letter', ['frozen_report_id'])
    with op.batch_alter_table('outbox_message') as batch:
        batch.add_column(sa.Column('report_letter_id', sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f('fk_outbox_message_report_letter_id_report_letter'), 'report_letter', ['report_letter_id'], ['id'])
        batch.create_index(op.f('ix_outbox_message_report_letter_id'), ['report_letter_id'])


def downgrade() -> None:
    """Take them away, and the letters whose link could no longer be made."""
    op.execute('DELETE FROM outbox_message WHERE report_letter_id IS NOT NULL')
    with op.batch_alter_table('outbox_message') as batch:
        batch.drop_index(op.f('ix_outbox_message_report_letter_id'))
        batch.drop_constraint(op.f('fk_outbox_message_report_letter_id_report_letter'), type_='foreignkey')
        batch.drop_column('report_letter_id')
    op.drop_table('report_letter')
    op.drop_table('report_receiver')
