"""Programmes have areas and regions of their own

Revision ID: 1796170000
Revises: 1796161400
Create Date: 2026-12-01 12:54:48.361207

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796170000'
down_revision: Union[str, Sequence[str], None] = '1796161400'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('programme_group',
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('dimension', sa.Enum('area', 'region', name='dimension', native_enum=False, length=40), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('name_sv', sa.String(length=80), nullable=False),
    sa.Column('name_en', sa.String(length=80), nullable=False),
    sa.Column('earlier_names', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('retired_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_programme_group_programme_id_programme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_group')),
    sa.UniqueConstraint('programme_id', 'dimension', 'key', name='uq_programme_group_key'),
    info={'sensitivity': 'public'}
    )
    op.create_index(op.f('ix_programme_group_programme_id'), 'programme_group', ['programme_id'], unique=False)
    op.create_table('company_groups',
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=True),
    sa.Column('region_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['programme_group.id'], name=op.f('fk_company_groups_area_id_programme_group')),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_company_groups_company_id_company')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_company_groups_programme_id_programme')),
    sa.ForeignKeyConstraint(['region_id'], ['programme_group.id'], name=op.f('fk_company_groups_region_id_programme_group')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_company_groups')),
    sa.UniqueConstraint('company_id', 'programme_id', name='uq_company_groups_programme'),
    info={'sensitivity': 'internal'}
    )
    op.create_index(op.f('ix_company_groups_area_id'), 'company_groups', ['area_id'], unique=False)
    op.create_index(op.f('ix_company_groups_company_id'), 'company_groups', ['company_id'], unique=False)
    op.create_index(op.f('ix_company_groups_programme_id'), 'company_groups', ['programme_id'], unique=False)
    op.create_index(op.f('ix_company_groups_region_id'), 'company_groups', ['region_id'], unique=False)
    for name in ('area_id', 'region_id'):
        _add_group(name)
        op.create_index(op.f(f'ix_achievement_{name}'), 'achievement', [name], unique=False)


def _add_group(name: str) -> None:
    """Add a column with its foreign key; SQLite would have to write `achievement` anew, and others refer to that."""
    constraint = f'fk_achievement_{name}_programme_group'
    if op.get_bind().dialect.name == 'sqlite':
        op.execute(
            f'ALTER TABLE achievement ADD COLUMN {name} INTEGER CONSTRAINT {constraint} REFERENCES programme_group (id)'
        )
        return
    op.add_column('achievement', sa.Column(name, sa.Integer(), nullable=True))
    op.create_foreign_key(op.f(constraint), 'achievement', 'programme_group', [name], ['id'])


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index(op.f('ix_achievement_region_id'), table_name='achievement')
    op.drop_index(op.f('ix_achievement_area_id'), table_name='achievement')
    op.drop_column('achievement', 'region_id')
    op.drop_column('achievement', 'area_id')
    op.drop_index(op.f('ix_company_groups_region_id'), table_name='company_groups')
    op.drop_index(op.f('ix_company_groups_programme_id'), table_name='company_groups')
    op.drop_index(op.f('ix_company_groups_company_id'), table_name='company_groups')
    op.drop_index(op.f('ix_company_groups_area_id'), table_name='company_groups')
    op.drop_table('company_groups')
    op.drop_index(op.f('ix_programme_group_programme_id'), table_name='programme_group')
    op.drop_table('programme_group')
