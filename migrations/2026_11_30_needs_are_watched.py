"""Needs are watched, and whoever watches one is told of what comes to fit it

Revision ID: 1796056500
Revises: 1796055000
Create Date: 2026-11-30 16:45:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796056500'
down_revision: Union[str, Sequence[str], None] = '1796055000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('need_watch',
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('known', sa.JSON(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('began_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name=op.f('fk_need_watch_need_id_need')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_need_watch_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need_watch')),
    sa.UniqueConstraint('need_id', 'user_id', name=op.f('uq_need_watch_need_id_user_id'))
    )
    op.create_index(op.f('ix_need_watch_user_id'), 'need_watch', ['user_id'], unique=False)
    op.create_table('notice',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('infrastructure_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['infrastructure_id'], ['infrastructure.id'], name=op.f('fk_notice_infrastructure_id_infrastructure')),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name=op.f('fk_notice_need_id_need')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_notice_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('user_id', 'need_id', 'infrastructure_id', name=op.f('uq_notice_user_id_need_id_infrastructure_id'))
    )
    for column in ('need_id', 'infrastructure_id', 'at'):
        op.create_index(op.f(f'ix_notice_{column}'), 'notice', [column], unique=False)


def downgrade() -> None:
    """Downgrade schema; who watched what, and what they were told of, is lost."""
    for column in ('at', 'infrastructure_id', 'need_id'):
        op.drop_index(op.f(f'ix_notice_{column}'), table_name='notice')
    op.drop_table('notice')
    op.drop_index(op.f('ix_need_watch_user_id'), table_name='need_watch')
    op.drop_table('need_watch')
