"""Profiles have drafts

Revision ID: 1796161400
Revises: 1796161300
Create Date: 2026-12-01 13:20:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

import models.base


# revision identifiers, used by Alembic.
revision: str = '1796161400'
down_revision: Union[str, Sequence[str], None] = '1796161300'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        'profile_change',
        sa.Column('infrastructure_id', sa.Integer(), nullable=False),
        sa.Column('capability_id', sa.Integer(), nullable=True),
        sa.Column('before', sa.JSON(), nullable=False),
        sa.Column('after', sa.JSON(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=False),
        sa.Column('at', models.base.UtcDateTime(), nullable=False),
        sa.Column('published_at', models.base.UtcDateTime(), nullable=True),
        sa.Column('published_by_id', sa.Integer(), nullable=True),
        sa.Column('asked_back', sa.Text(), nullable=True),
        sa.Column('asked_back_at', models.base.UtcDateTime(), nullable=True),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['by_id'], ['user_account.id'], name=op.f('fk_profile_change_by_id_user_account')
        ),
        sa.ForeignKeyConstraint(
            ['capability_id'], ['capability.id'], name=op.f('fk_profile_change_capability_id_capability')
        ),
        sa.ForeignKeyConstraint(
            ['infrastructure_id'], ['infrastructure.id'], name=op.f('fk_profile_change_infrastructure_id_infrastructure')
        ),
        sa.ForeignKeyConstraint(
            ['published_by_id'], ['user_account.id'], name=op.f('fk_profile_change_published_by_id_user_account')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_profile_change')),
    )
    op.create_index(op.f('ix_profile_change_capability_id'), 'profile_change', ['capability_id'])
    op.create_index(op.f('ix_profile_change_infrastructure_id'), 'profile_change', ['infrastructure_id'])
    for column, condition in (
        ('infrastructure_id', 'published_at IS NULL AND capability_id IS NULL'),
        ('capability_id', 'published_at IS NULL'),
    ):
        op.create_index(
            f"uq_profile_change_draft_of_{'facts' if column == 'infrastructure_id' else 'capability'}",
            'profile_change',
            [column],
            unique=True,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('profile_change')
