"""A frozen report has files, and a month's report a comment

Revision ID: 1796064000
Revises: 1796059500
Create Date: 2026-11-30 21:30:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796064000'
down_revision: Union[str, Sequence[str], None] = '1796059500'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('report_file',
        sa.Column('frozen_report_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=40), nullable=False),
        sa.Column('data', sa.LargeBinary(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['frozen_report_id'], ['frozen_report.id'], name=op.f('fk_report_file_frozen_report_id_frozen_report')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_report_file')),
        sa.UniqueConstraint('frozen_report_id', 'name', name='uq_report_file_name'),
    )
    op.create_index(op.f('ix_report_file_frozen_report_id'), 'report_file', ['frozen_report_id'], unique=False)
    op.create_table('report_comment',
        sa.Column('programme_id', sa.Integer(), nullable=False),
        sa.Column('month', sa.Date(), nullable=False),
        sa.Column('text', sa.Text(), nullable=True),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('updated_at', sa.DateTime(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_report_comment_programme_id_programme')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_report_comment')),
        sa.UniqueConstraint('programme_id', 'month', name='uq_report_comment_month'),
    )
    op.create_index(op.f('ix_report_comment_programme_id'), 'report_comment', ['programme_id'], unique=False)


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('report_comment')
    op.drop_table('report_file')
