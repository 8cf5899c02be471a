"""Companies have a number in reports

Revision ID: 1795935100
Revises: 1795934950
Create Date: 2026-11-29 06:25:00.000000

Companies with a use are numbered in the order in which their first uses were recorded.
"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1795935100'
down_revision: Union[str, Sequence[str], None] = '1795934950'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Add the number, and give it to companies that have a use."""
    op.add_column('company', sa.Column('report_number', sa.Integer(), nullable=True))
    use, match = sa.table('use', sa.column('id'), sa.column('match_id')), sa.table('match', sa.column('id'), sa.column('need_id'))
    need, company = sa.table('need', sa.column('id'), sa.column('company_id')), sa.table('company', sa.column('id'), sa.column('report_number'))
    first = sa.func.min(use.c.id)
    rows = op.get_bind().execute(
        sa.select(need.c.company_id)
        .select_from(use.join(match, match.c.id == use.c.match_id).join(need, need.c.id == match.c.need_id))
        .group_by(need.c.company_id)
        .order_by(first)
    ).scalars().all()
    for number, company_id in enumerate(rows, start=1):
        op.execute(sa.update(company).where(company.c.id == company_id).values(report_number=number))
    op.create_index(op.f('ix_company_report_number'), 'company', ['report_number'], unique=True)


def downgrade() -> None:
    """Take the numbers away."""
    op.drop_index(op.f('ix_company_report_number'), table_name='company')
    op.drop_column('company', 'report_number')
