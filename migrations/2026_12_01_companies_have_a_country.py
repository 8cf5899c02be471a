"""Companies have a country, and numbers of other countries fit

Revision ID: 1796090100
Revises: 1796090000
Create Date: 2026-12-01 01:00:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796090100'
down_revision: Union[str, Sequence[str], None] = '1796090000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema; every company so far is a Swedish one. SQLite does not hold a text to its length."""
    op.add_column('company', sa.Column('country', sa.String(length=2), nullable=True))
    op.execute("UPDATE company SET country = 'SE'")
    if op.get_bind().dialect.name != 'sqlite':
        for table in ('company', 'hand_in'):
            op.alter_column(table, 'org_number', existing_type=sa.String(length=10), type_=sa.String(length=20))


def downgrade() -> None:
    """Downgrade schema; a number of another country is none of the former."""
    op.execute('UPDATE company SET org_number = NULL WHERE length(org_number) > 10 OR country <> \'SE\'')
    op.execute('UPDATE hand_in SET org_number = NULL WHERE length(org_number) > 10')
    if op.get_bind().dialect.name != 'sqlite':
        for table in ('company', 'hand_in'):
            op.alter_column(table, 'org_number', existing_type=sa.String(length=20), type_=sa.String(length=10))
    op.drop_column('company', 'country')
