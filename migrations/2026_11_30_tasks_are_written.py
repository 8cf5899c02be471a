"""Tasks are written

Revision ID: 1796001000
Revises: 1796000000
Create Date: 2026-11-30 00:45:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796001000'
down_revision: Union[str, Sequence[str], None] = '1796000000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

OWNED = "kind = 'task' OR (owner_id IS NULL AND done_at IS NULL)"


def upgrade() -> None:
    """Upgrade schema."""
    with op.batch_alter_table('note') as batch:
        batch.add_column(sa.Column('owner_id', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('done_at', sa.DateTime(), nullable=True))
        batch.create_foreign_key(op.f('fk_note_owner_id_user_account'), 'user_account', ['owner_id'], ['id'])
        batch.create_check_constraint(op.f('ck_note_owner_of_task'), OWNED)
        batch.create_index(op.f('ix_note_owner_id'), ['owner_id'], unique=False)


def downgrade() -> None:
    """Downgrade schema; tasks become notes, and who was to do them is lost."""
    op.execute("UPDATE note SET kind = 'note', owner_id = NULL, done_at = NULL WHERE kind = 'task'")
    with op.batch_alter_table('note') as batch:
        batch.drop_index(op.f('ix_note_owner_id'))
        batch.drop_constraint(op.f('ck_note_owner_of_task'), type_='check')
        batch.drop_constraint(op.f('fk_note_owner_id_user_account'), type_='foreignkey')
        batch.drop_column('done_at')
        batch.drop_column('owner_id')
