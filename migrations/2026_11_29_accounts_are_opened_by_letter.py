"""Accounts are opened by letter, and guesses are counted by browser

Revision ID: 1795934300
Revises: 1795934100
Create Date: 2026-11-29 06:20:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1795934300'
down_revision: Union[str, Sequence[str], None] = '1795934100'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Add the links' tokens, what makes them in a letter, and the lanes of guesses."""
    op.create_table('account_token',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.Enum('invitation', 'new-password', name='tokenpurpose', native_enum=False, length=40), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_account_token_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_token')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_account_token_token_hash')),
    )
    op.create_index(op.f('ix_account_token_user_id'), 'account_token', ['user_id'])
    with op.batch_alter_table('sign_in_attempt') as batch:
        batch.add_column(sa.Column('lane', sa.String(length=64), nullable=False, server_default=''))
    with op.batch_alter_table('sign_in_attempt') as batch:
        batch.alter_column('lane', existing_type=sa.String(length=64), server_default=None)
    with op.batch_alter_table('outbox_message') as batch:
        batch.add_column(sa.Column('user_id', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('link_seed', sa.String(length=64), nullable=True))
        batch.create_foreign_key(op.f('fk_outbox_message_user_id_user_account'), 'user_account', ['user_id'], ['id'])
        batch.create_index(op.f('ix_outbox_message_user_id'), ['user_id'])


def downgrade() -> None:
    """Take them away; letters whose link could no longer be made go too."""
    op.execute('DELETE FROM outbox_message WHERE link_seed IS NOT NULL')
    with op.batch_alter_table('outbox_message') as batch:
        batch.drop_index(op.f('ix_outbox_message_user_id'))
        batch.drop_constraint(op.f('fk_outbox_message_user_id_user_account'), type_='foreignkey')
        batch.drop_column('link_seed')
        batch.drop_column('user_id')
    with op.batch_alter_table('sign_in_attempt') as batch:
        batch.drop_column('lane')
    op.drop_table('account_token')
