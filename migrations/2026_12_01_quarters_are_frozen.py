"""Quarters are frozen as months are

Revision ID: 1796150001
Revises: 1796094000
Create Date: 2026-12-01 08:20:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796150001'
down_revision: Union[str, Sequence[str], None] = '1796094000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Let a frozen report say how many months it is of; those that there are have one."""
    with op.batch_alter_table('frozen_report') as batch:
        batch.add_column(sa.Column('months', sa.Integer(), nullable=False, server_default='1'))
        batch.drop_constraint('uq_frozen_report_month', type_='unique')
        batch.create_unique_constraint('uq_frozen_report_span', ['programme_id', 'month', 'months'])
    with op.batch_alter_table('frozen_report') as batch:
        batch.alter_column('months', existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    """Keep the months alone: a quarter, its files and its letters have no place in the older version."""
    quarters = '(SELECT id FROM frozen_report WHERE months > 1)'
    letters = f'(SELECT id FROM report_letter WHERE frozen_report_id IN {quarters})'
    op.execute(f'UPDATE outbox_message SET report_letter_id = NULL WHERE report_letter_id IN {letters}')
    for table in ('report_letter', 'report_file'):
        op.execute(f'DELETE FROM {table} WHERE frozen_report_id IN {quarters}')
    op.execute('DELETE FROM frozen_report WHERE months > 1')
    with op.batch_alter_table('frozen_report') as batch:
        batch.drop_constraint('uq_frozen_report_span', type_='unique')
        batch.create_unique_constraint('uq_frozen_report_month', ['programme_id', 'month'])
        batch.drop_column('months')
