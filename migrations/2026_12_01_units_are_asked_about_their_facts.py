"""Units are asked whether their facts are still right, and answer by a link

Revision ID: 1796092500
Revises: 1796092000
Create Date: 2026-12-01 01:40:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796092500'
down_revision: Union[str, Sequence[str], None] = '1796092000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('fact_check',
    sa.Column('infrastructure_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.Enum('sv', 'en', name='language', native_enum=False, length=40), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('answer', sa.Enum('right', 'change', name='factanswer', native_enum=False, length=40), nullable=True),
    sa.Column('said', sa.Text(), nullable=True),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['infrastructure_id'], ['infrastructure.id'], name=op.f('fk_fact_check_infrastructure_id_infrastructure')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fact_check')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_fact_check_token_hash'))
    )
    op.create_index(op.f('ix_fact_check_infrastructure_id'), 'fact_check', ['infrastructure_id'], unique=False)


def downgrade() -> None:
    """Downgrade schema; what units answered is lost, and links in letters open nothing."""
    op.drop_table('fact_check')
