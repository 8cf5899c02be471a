"""Companies hand in needs themselves

Revision ID: 1796090000
Revises: 1796086509
Create Date: 2026-12-01 01:05:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796090000'
down_revision: Union[str, Sequence[str], None] = '1796086509'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

_STATES = ('unconfirmed', 'received', 'taken_up', 'asked_back', 'accepted', 'declined', 'withdrawn')


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('hand_in',
    sa.Column('language', sa.Enum('sv', 'en', name='language', native_enum=False, length=40), nullable=False),
    sa.Column('state', sa.Enum(*_STATES, name='handinstate', native_enum=False, length=40), nullable=False),
    sa.Column('state_before', sa.Enum(*_STATES, name='handinstate', native_enum=False, length=40), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('infrastructure_text', sa.Text(), nullable=True),
    sa.Column('public_text', sa.Text(), nullable=True),
    sa.Column('company_name', sa.String(length=200), nullable=False),
    sa.Column('org_number', sa.String(length=10), nullable=True),
    sa.Column('contact_name', sa.String(length=200), nullable=False),
    sa.Column('contact_email', sa.String(length=254), nullable=False),
    sa.Column('deadline', sa.Date(), nullable=True),
    sa.Column('agreed_at', sa.DateTime(), nullable=False),
    sa.Column('agreed_text', sa.Text(), nullable=False),
    sa.Column('secrecy_asked_at', sa.DateTime(), nullable=True),
    sa.Column('layers_agreed_at', sa.DateTime(), nullable=True),
    sa.Column('layers_agreed', sa.String(length=64), nullable=True),
    sa.Column('part_of_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(), nullable=True),
    sa.Column('answer_by', sa.Date(), nullable=True),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('decline_reason', sa.Text(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(), nullable=True),
    sa.Column('need_id', sa.Integer(), nullable=True),
    sa.Column('secrecy_written', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['part_of_id'], ['hand_in.id'], name=op.f('fk_hand_in_part_of_id_hand_in')),
    sa.ForeignKeyConstraint(['owner_id'], ['user_account.id'], name=op.f('fk_hand_in_owner_id_user_account')),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name=op.f('fk_hand_in_need_id_need')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hand_in')),
    sa.UniqueConstraint('need_id', name=op.f('uq_hand_in_need_id'))
    )
    op.create_index(op.f('ix_hand_in_state'), 'hand_in', ['state'], unique=False)
    op.create_index(op.f('ix_hand_in_answer_by'), 'hand_in', ['answer_by'], unique=False)
    op.create_index(op.f('ix_hand_in_part_of_id'), 'hand_in', ['part_of_id'], unique=False)
    op.create_table('hand_in_question',
    sa.Column('hand_in_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['hand_in_id'], ['hand_in.id'], name=op.f('fk_hand_in_question_hand_in_id_hand_in')),
    sa.ForeignKeyConstraint(['by_id'], ['user_account.id'], name=op.f('fk_hand_in_question_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hand_in_question'))
    )
    op.create_index(op.f('ix_hand_in_question_hand_in_id'), 'hand_in_question', ['hand_in_id'], unique=False)
    op.create_table('hand_in_link',
    sa.Column('hand_in_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.Enum('confirm', 'own', 'restore', name='handinpurpose', native_enum=False, length=40), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['hand_in_id'], ['hand_in.id'], name=op.f('fk_hand_in_link_hand_in_id_hand_in')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hand_in_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_hand_in_link_token_hash'))
    )
    op.create_index(op.f('ix_hand_in_link_hand_in_id'), 'hand_in_link', ['hand_in_id'], unique=False)
    with op.batch_alter_table('outbox_message') as batch:
        batch.add_column(sa.Column('hand_in_id', sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f('fk_outbox_message_hand_in_id_hand_in'), 'hand_in', ['hand_in_id'], ['id'])
        batch.create_index(op.f('ix_outbox_message_hand_in_id'), ['hand_in_id'], unique=False)


def downgrade() -> None:
    """Downgrade schema; needs that were handed in are lost, but for those that were accepted."""
    op.execute(sa.text('DELETE FROM outbox_message WHERE hand_in_id IS NOT NULL'))
    with op.batch_alter_table('outbox_message') as batch:
        batch.drop_index(op.f('ix_outbox_message_hand_in_id'))
        batch.drop_constraint(op.f('fk_outbox_message_hand_in_id_hand_in'), type_='foreignkey')
        batch.drop_column('hand_in_id')
    op.drop_table('hand_in_link')
    op.drop_table('hand_in_question')
    op.drop_table('hand_in')
