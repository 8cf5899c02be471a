"""Introductions propose times, and each party answers by a link

Revision ID: 1796058500
Revises: 1796058000
Create Date: 2026-11-30 16:15:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796058500'
down_revision: Union[str, Sequence[str], None] = '1796058000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('party_answer',
    sa.Column('introduction_id', sa.Integer(), nullable=False),
    sa.Column('party', sa.Enum('company', 'infrastructure', name='waitingfor', native_enum=False, length=40), nullable=False),
    sa.Column('language', sa.Enum('sv', 'en', name='language', native_enum=False, length=40), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('answer', sa.Enum('yes', 'not_now', 'question', name='answerkind', native_enum=False, length=40), nullable=True),
    sa.Column('said', sa.Text(), nullable=True),
    sa.Column('chosen_at', sa.DateTime(), nullable=True),
    sa.Column('no_time_suits', sa.Boolean(), nullable=False),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_party_answer_introduction_id_introduction')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_party_answer')),
    sa.UniqueConstraint('introduction_id', 'party', name='uq_party_answer_of_party'),
    sa.UniqueConstraint('token_hash', name=op.f('uq_party_answer_token_hash'))
    )
    op.create_index(op.f('ix_party_answer_introduction_id'), 'party_answer', ['introduction_id'], unique=False)
    op.create_index(op.f('ix_party_answer_answered_at'), 'party_answer', ['answered_at'], unique=False)
    with op.batch_alter_table('introduction') as batch:
        batch.add_column(sa.Column('proposed_times', sa.JSON(), nullable=False, server_default='[]'))
        batch.add_column(sa.Column('task_id', sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f('fk_introduction_task_id_note'), 'note', ['task_id'], ['id'])
    with op.batch_alter_table('introduction') as batch:
        batch.alter_column('proposed_times', server_default=None)


def downgrade() -> None:
    """Downgrade schema; what the parties answered is lost, and links in letters open nothing."""
    # First, since SQLite makes the table that its rows refer to anew.
    op.drop_table('party_answer')
    with op.batch_alter_table('introduction') as batch:
        batch.drop_constraint(op.f('fk_introduction_task_id_note'), type_='foreignkey')
        batch.drop_column('task_id')
        batch.drop_column('proposed_times')
