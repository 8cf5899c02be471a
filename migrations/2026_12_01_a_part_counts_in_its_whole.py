"""A part counts in its whole

Revision ID: 1796161300
Revises: 1796161200
Create Date: 2026-12-01 13:10:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796161300'
down_revision: Union[str, Sequence[str], None] = '1796161200'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

_INDICATOR = sa.table('indicator', sa.column('code'), sa.column('rule'))
# The programmes' own: those of them that stand beside the indicator they are a part of.
_PARTS = ('RCO02', 'RCO03', 'non-financial-support')


def upgrade() -> None:
    """Upgrade data."""
    _change('entered_company', 'entered_part')


def downgrade() -> None:
    """Downgrade data."""
    _change('entered_part', 'entered_company')


def _change(before: str, after: str) -> None:
    chosen = (_INDICATOR.c.code.in_(_PARTS), _INDICATOR.c.rule == before)
    op.execute(sa.update(_INDICATOR).where(*chosen).values(rule=after))
