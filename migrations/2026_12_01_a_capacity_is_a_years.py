"""A capacity is a year's

Revision ID: 1796161200
Revises: 1796161100
Create Date: 2026-12-01 12:45:00.000000

"""
from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796161200'
down_revision: Union[str, Sequence[str], None] = '1796161100'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

_TABLE = sa.table(
    'year_capacity',
    *(sa.column(name) for name in ('infrastructure_id', 'year', 'hours', 'source', 'version')),
    sa.column('created_at', sa.DateTime),
    sa.column('updated_at', sa.DateTime),
)
_UNIT = sa.table('infrastructure', *(sa.column(name) for name in ('id', 'capacity_hours', 'capacity_source')))


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        'year_capacity',
        sa.Column('infrastructure_id', sa.Integer(), nullable=False),
        sa.Column('year', sa.Integer(), nullable=False),
        sa.Column('hours', sa.Integer(), nullable=True),
        sa.Column('source', sa.String(length=300), nullable=True),
        sa.Column('reason', sa.String(length=300), nullable=True),
        sa.Column('set_by_id', sa.Integer(), nullable=True),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('updated_at', sa.DateTime(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['infrastructure_id'], ['infrastructure.id'], name=op.f('fk_year_capacity_infrastructure_id_infrastructure')
        ),
        sa.ForeignKeyConstraint(
            ['set_by_id'], ['user_account.id'], name=op.f('fk_year_capacity_set_by_id_user_account')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_year_capacity')),
        sa.UniqueConstraint('infrastructure_id', 'year', name='uq_year_capacity_year'),
    )
    _carry_over()
    op.drop_column('infrastructure', 'capacity_source')
    op.drop_column('infrastructure', 'capacity_hours')


def _carry_over() -> None:
    """Let the one figure stand for this year and for every other whose share was reckoned by it."""
    connection, at = op.get_bind(), datetime.now(timezone.utc).replace(tzinfo=None)
    units = connection.execute(sa.select(_UNIT).where(_UNIT.c.capacity_hours.is_not(None))).all()
    rows = [
        {'infrastructure_id': number, 'year': year, 'hours': hours, 'source': source, 'version': 1,
         'created_at': at, 'updated_at': at}
        for number, hours, source in units
        for year in sorted({at.year, *_years_of_uses(connection, number)})
    ]
    if rows:
        connection.execute(sa.insert(_TABLE), rows)


def _years_of_uses(connection: sa.Connection, infrastructure_id: int) -> Iterable[int]:
    use = sa.table('use', sa.column('match_id'), sa.column('started_on', sa.Date))
    match = sa.table('match', sa.column('id'), sa.column('capability_id'))
    capability = sa.table('capability', sa.column('id'), sa.column('infrastructure_id'))
    days = connection.scalars(
        sa.select(use.c.started_on)
        .join(match, match.c.id == use.c.match_id)
        .join(capability, capability.c.id == match.c.capability_id)
        .where(capability.c.infrastructure_id == infrastructure_id)
    )
    return {day.year for day in days}


def downgrade() -> None:
    """Downgrade schema: the newest year's figure stands for all."""
    op.add_column('infrastructure', sa.Column('capacity_hours', sa.Integer(), nullable=True))
    op.add_column('infrastructure', sa.Column('capacity_source', sa.String(length=300), nullable=True))
    connection = op.get_bind()
    known = sa.select(_TABLE).where(_TABLE.c.hours.is_not(None)).order_by(_TABLE.c.year)
    for row in connection.execute(known).all():
        given = {'capacity_hours': row.hours, 'capacity_source': row.source}
        connection.execute(sa.update(_UNIT).where(_UNIT.c.id == row.infrastructure_id).values(given))
    op.drop_table('year_capacity')
