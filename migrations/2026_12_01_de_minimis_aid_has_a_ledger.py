"""De minimis aid has a ledger

Revision ID: 1796092000
Revises: 1796090200
Create Date: 2026-12-01 00:58:29.173387

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796092000'
down_revision: Union[str, Sequence[str], None] = '1796090200'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

STEPS = ('valued', 'informed', 'declared', 'checked', 'approved', 'started', 'delivered', 'registered')
KINDS = ('infrastructure_use', 'matching', 'meeting_hours', 'other')
BASES = ('published_price', 'quote', 'full_cost', 'hour_rate')


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('euro_rate',
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('rate', sa.BigInteger(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.CheckConstraint('rate > 0', name=op.f('ck_euro_rate_some_rate')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_euro_rate')),
    sa.UniqueConstraint('month', name=op.f('uq_euro_rate_month'))
    )
    op.create_table('aid_grant',
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('match_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum(*KINDS, name='supportkind', native_enum=False, length=40), nullable=False),
    sa.Column('what', sa.String(length=300), nullable=False),
    sa.Column('basis', sa.Enum(*BASES, name='valuebasis', native_enum=False, length=40), nullable=False),
    sa.Column('basis_source', sa.String(length=500), nullable=True),
    sa.Column('hours', sa.BigInteger(), nullable=True),
    sa.Column('hour_rate', sa.BigInteger(), nullable=True),
    sa.Column('paid_sek', sa.BigInteger(), nullable=False),
    sa.Column('market_sek', sa.BigInteger(), nullable=False),
    sa.Column('not_aid_reason', sa.String(length=500), nullable=True),
    sa.Column('nace', sa.String(length=10), nullable=True),
    sa.Column('step', sa.Enum(*STEPS, name='aidstep', native_enum=False, length=40), nullable=False),
    sa.Column('granted_on', sa.Date(), nullable=True),
    sa.Column('aid_eur', sa.BigInteger(), nullable=True),
    sa.Column('rate', sa.BigInteger(), nullable=True),
    sa.Column('rate_source', sa.String(length=200), nullable=True),
    sa.Column('override_by', sa.String(length=200), nullable=True),
    sa.Column('override_reason', sa.String(length=500), nullable=True),
    sa.Column('override_on', sa.Date(), nullable=True),
    sa.Column('taken_back_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.CheckConstraint('paid_sek BETWEEN 0 AND market_sek', name=op.f('ck_aid_grant_paid_at_most_its_worth')),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_aid_grant_company_id_company')),
    sa.ForeignKeyConstraint(['match_id'], ['match.id'], name=op.f('fk_aid_grant_match_id_match')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_aid_grant_programme_id_programme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_aid_grant'))
    )
    op.create_index(op.f('ix_aid_grant_company_id'), 'aid_grant', ['company_id'], unique=False)
    op.create_index(op.f('ix_aid_grant_granted_on'), 'aid_grant', ['granted_on'], unique=False)
    op.create_index(op.f('ix_aid_grant_match_id'), 'aid_grant', ['match_id'], unique=False)
    op.create_index(op.f('ix_aid_grant_programme_id'), 'aid_grant', ['programme_id'], unique=False)
    op.create_index(op.f('ix_aid_grant_step'), 'aid_grant', ['step'], unique=False)
    op.create_table('aid_step',
    sa.Column('grant_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.Enum(*STEPS, name='aidstep', native_enum=False, length=40), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('said', sa.String(length=500), nullable=True),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('taken_back_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['grant_id'], ['aid_grant.id'], name=op.f('fk_aid_step_grant_id_aid_grant')),
    sa.ForeignKeyConstraint(
        ['recorded_by_id'], ['user_account.id'], name=op.f('fk_aid_step_recorded_by_id_user_account')
    ),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_aid_step')),
    sa.UniqueConstraint('grant_id', 'step', name='uq_aid_step')
    )
    op.create_index(op.f('ix_aid_step_grant_id'), 'aid_step', ['grant_id'], unique=False)
    op.create_index(op.f('ix_aid_step_recorded_by_id'), 'aid_step', ['recorded_by_id'], unique=False)
    op.create_table('earlier_aid',
    sa.Column('grant_id', sa.Integer(), nullable=False),
    sa.Column('granted_on', sa.Date(), nullable=False),
    sa.Column('giver', sa.String(length=200), nullable=False),
    sa.Column('aid_eur', sa.BigInteger(), nullable=False),
    sa.Column('aid_sek', sa.BigInteger(), nullable=True),
    sa.Column('rate', sa.BigInteger(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint('aid_eur > 0', name=op.f('ck_earlier_aid_some_aid')),
    sa.ForeignKeyConstraint(['grant_id'], ['aid_grant.id'], name=op.f('fk_earlier_aid_grant_id_aid_grant')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_earlier_aid'))
    )
    op.create_index(op.f('ix_earlier_aid_grant_id'), 'earlier_aid', ['grant_id'], unique=False)


def downgrade() -> None:
    """Downgrade schema; support, its steps and the rates are lost."""
    op.drop_index(op.f('ix_earlier_aid_grant_id'), table_name='earlier_aid')
    op.drop_table('earlier_aid')
    op.drop_index(op.f('ix_aid_step_recorded_by_id'), table_name='aid_step')
    op.drop_index(op.f('ix_aid_step_grant_id'), table_name='aid_step')
    op.drop_table('aid_step')
    op.drop_index(op.f('ix_aid_grant_step'), table_name='aid_grant')
    op.drop_index(op.f('ix_aid_grant_programme_id'), table_name='aid_grant')
    op.drop_index(op.f('ix_aid_grant_match_id'), table_name='aid_grant')
    op.drop_index(op.f('ix_aid_grant_granted_on'), table_name='aid_grant')
    op.drop_index(op.f('ix_aid_grant_company_id'), table_name='aid_grant')
    op.drop_table('aid_grant')
    op.drop_table('euro_rate')
