"""Capability texts answer questions

Revision ID: 1796160300
Revises: 1796160200
Create Date: 2026-12-01 13:10:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796160300'
down_revision: Union[str, Sequence[str], None] = '1796160200'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema; texts stay as they are, for those that stand were written as running text."""
    op.add_column('capability', sa.Column('answers_sv', sa.JSON(none_as_null=True), nullable=True))
    op.add_column('capability', sa.Column('answers_en', sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Downgrade schema; the texts hold what was answered."""
    op.drop_column('capability', 'answers_en')
    op.drop_column('capability', 'answers_sv')
