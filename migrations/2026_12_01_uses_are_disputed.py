"""Uses are disputed, and decided by name

Revision ID: 1796160000
Revises: 1796150001
Create Date: 2026-12-01 09:07:36.059382

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796160000'
down_revision: Union[str, Sequence[str], None] = '1796150001'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    # Added where they stand: the table is not made anew, since files let go of a use whose row is removed.
    op.add_column('use', sa.Column('is_disputed', sa.Boolean(), nullable=True))
    op.add_column('use', sa.Column('stands_because', sa.String(length=500), nullable=True))
    op.add_column('use', sa.Column('unapproved_because', sa.String(length=500), nullable=True))
    # What a party says is wrong counts no longer, unless the use has been changed since it was asked.
    op.execute(
        'UPDATE "use" SET is_disputed = TRUE WHERE EXISTS (SELECT 1 FROM use_confirmation '
        "WHERE use_id = \"use\".id AND answer = 'wrong' AND answered_at >= \"use\".updated_at)"
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column('use', 'unapproved_because')
    op.drop_column('use', 'stands_because')
    op.drop_column('use', 'is_disputed')
