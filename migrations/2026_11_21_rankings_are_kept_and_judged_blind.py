"""Rankings are kept, and judged blind

Revision ID: 1795261560
Revises: 1795258370
Create Date: 2026-11-21 11:46:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1795261560'
down_revision: Union[str, Sequence[str], None] = '1795258370'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('ranking_parameters',
    sa.Column('origin', sa.Enum('shipped', 'retrained', name='rankingorigin', native_enum=False, length=40), nullable=False),
    sa.Column('engine_version', sa.String(length=40), nullable=False),
    sa.Column('learned_way', sa.String(length=20), nullable=False),
    sa.Column('parameters', sa.JSON(), nullable=False),
    sa.Column('judgements', sa.Integer(), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.Column('material', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('active_since', sa.DateTime(), nullable=True),
    sa.Column('active_until', sa.DateTime(), nullable=True),
    sa.Column('replaced_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_ranking_parameters_created_by_id_user_account')),
    sa.ForeignKeyConstraint(['replaced_id'], ['ranking_parameters.id'], name=op.f('fk_ranking_parameters_replaced_id_ranking_parameters')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ranking_parameters'))
    )
    op.create_table('ranking_evaluation',
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('parameters_id', sa.Integer(), nullable=False),
    sa.Column('weights', sa.String(length=40), nullable=False),
    sa.Column('vocabulary', sa.String(length=40), nullable=False),
    sa.Column('encoder', sa.String(length=120), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user_account.id'], name=op.f('fk_ranking_evaluation_by_id_user_account')),
    sa.ForeignKeyConstraint(['parameters_id'], ['ranking_parameters.id'], name=op.f('fk_ranking_evaluation_parameters_id_ranking_parameters')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ranking_evaluation'))
    )
    op.create_index(op.f('ix_ranking_evaluation_at'), 'ranking_evaluation', ['at'], unique=False)
    op.create_table('skipped_pair',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('capability_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['capability_id'], ['capability.id'], name=op.f('fk_skipped_pair_capability_id_capability')),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name=op.f('fk_skipped_pair_need_id_need')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_skipped_pair_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_skipped_pair')),
    sa.UniqueConstraint('user_id', 'need_id', 'capability_id', name='uq_skipped_pair')
    )
    op.create_index(op.f('ix_skipped_pair_capability_id'), 'skipped_pair', ['capability_id'], unique=False)
    op.create_index(op.f('ix_skipped_pair_need_id'), 'skipped_pair', ['need_id'], unique=False)
    # Verdicts given before were given by doing something with a pair.
    op.add_column('judgement', sa.Column('blind', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column('judgement', 'blind')
    op.drop_index(op.f('ix_skipped_pair_need_id'), table_name='skipped_pair')
    op.drop_index(op.f('ix_skipped_pair_capability_id'), table_name='skipped_pair')
    op.drop_table('skipped_pair')
    op.drop_index(op.f('ix_ranking_evaluation_at'), table_name='ranking_evaluation')
    op.drop_table('ranking_evaluation')
    op.drop_table('ranking_parameters')
