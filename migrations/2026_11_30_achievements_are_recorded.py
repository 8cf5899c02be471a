"""Achievements are recorded, and every indicator has a rule

Revision ID: 1796066000
Revises: 1796064000
Create Date: 2026-11-30 17:20:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796066000'
down_revision: Union[str, Sequence[str], None] = '1796064000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

KINDS = (
    'network_meeting', 'social_event', 'smf_day', 'fair', 'arena', 'community_occasion', 'conference', 'seminar',
    'workshop', 'study_trip', 'delegation', 'network', 'establishment', 'start_up', 'sustainability', 'ladder',
    'figure',
)
# What the programmes' own files say of indicators that were reported by other means.
RULES = {
    ('klustermotor', 'networks'): 'network_started',
    ('klustermotor', 'social-events'): 'social_event',
    ('klustermotor', 'establishments'): 'established',
    ('klustermotor', 'start-ups'): 'started_up',
    ('klustermotor', 'sustainability'): 'sustainability_started',
    ('atmp-path2patient', 'RCO02'): 'entered_company',
    ('atmp-path2patient', 'organisations-supported'): 'entered_company',
    ('atmp-path2patient', 'smf-developing-products'): 'entered_smf',
    ('atmp-path2patient', 'RCR03'): 'entered_smf',
    ('ecs-smart-region', 'companies-cooperating'): 'entered_company',
}
INDEXED = ('company_id', 'happened_on', 'indicator_id', 'kind', 'network_id', 'participants_until', 'programme_id',
           'recorded_by_id')


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('achievement',
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum(*KINDS, name='achievementkind', native_enum=False, length=40), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=True),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=True),
    sa.Column('network_type', sa.String(length=80), nullable=True),
    sa.Column('place', sa.String(length=120), nullable=True),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('organisation', sa.String(length=200), nullable=True),
    sa.Column('network_id', sa.Integer(), nullable=True),
    sa.Column('level', sa.Integer(), nullable=True),
    sa.Column('amount', sa.Numeric(precision=14, scale=2), nullable=True),
    sa.Column('evidence', sa.String(length=500), nullable=True),
    sa.Column('participants', sa.Text(), nullable=True),
    sa.Column('participant_count', sa.Integer(), nullable=True),
    sa.Column('participants_until', sa.Date(), nullable=True),
    sa.Column('notes', sa.Text(), nullable=True),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('taken_back_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_achievement_some_amount')),
    sa.CheckConstraint('level BETWEEN 1 AND 4', name=op.f('ck_achievement_level_of_the_ladder')),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_achievement_company_id_company')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicator.id'], name=op.f('fk_achievement_indicator_id_indicator')),
    sa.ForeignKeyConstraint(['network_id'], ['achievement.id'], name=op.f('fk_achievement_network_id_achievement')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_achievement_programme_id_programme')),
    sa.ForeignKeyConstraint(
        ['recorded_by_id'], ['user_account.id'], name=op.f('fk_achievement_recorded_by_id_user_account')
    ),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_achievement'))
    )
    for column in INDEXED:
        op.create_index(op.f(f'ix_achievement_{column}'), 'achievement', [column], unique=False)
    for (programme, code), rule in RULES.items():
        _set_rule(programme, code, 'reported', rule)


def downgrade() -> None:
    """Downgrade schema; events, networks and figures that were entered by hand are lost."""
    for (programme, code), rule in RULES.items():
        _set_rule(programme, code, rule, 'reported')
    for column in reversed(INDEXED):
        op.drop_index(op.f(f'ix_achievement_{column}'), table_name='achievement')
    op.drop_table('achievement')


def _set_rule(programme: str, code: str, before: str, after: str) -> None:
    op.execute(
        sa.text(
            "UPDATE indicator SET rule = :after WHERE code = :code AND rule = :before"
            " AND programme_id IN (SELECT id FROM programme WHERE code = :programme)"
        ).bindparams(after=after, before=before, code=code, programme=programme)
    )
