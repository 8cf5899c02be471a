"""Letters give up, searches are folded, places have one spelling

Revision ID: 1795933000
Revises: 1795932100
Create Date: 2026-11-29 06:10:00.000000

What was kept of letters that failed was English text; it becomes the code of a failure of unknown kind.
"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

from models.municipalities import one_spelling
from models.search_keys import search_key

# revision identifiers, used by Alembic.
revision: str = '1795933000'
down_revision: Union[str, Sequence[str], None] = '1795932100'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

SEARCHED = {
    'capability': ('title_sv', 'title_en', 'text_sv', 'text_en'),
    'infrastructure': ('name_en',),
    'need': ('teaser',),
    'concept': ('label_sv', 'label_en'),
    'term': ('text',),
}
ATTEMPTS = 12
BATCH = 1000


def upgrade() -> None:
    """Upgrade schema."""
    with op.batch_alter_table('outbox_message') as letters:
        letters.add_column(sa.Column('reply_to', sa.String(length=254), nullable=True))
        letters.add_column(sa.Column('together', sa.String(length=32), nullable=True))
        letters.add_column(sa.Column('given_up_at', sa.DateTime(), nullable=True))
        letters.create_index(op.f('ix_outbox_message_together'), ['together'], unique=False)
        letters.create_index(op.f('ix_outbox_message_given_up_at'), ['given_up_at'], unique=False)
    op.execute(
        sa.text(
            "UPDATE outbox_message SET given_up_at = claimed_at"
            " WHERE sent_at IS NULL AND last_error IS NOT NULL AND attempts >= :attempts"
        ).bindparams(attempts=ATTEMPTS)
    )
    op.execute("UPDATE outbox_message SET last_error = 'unknown' WHERE last_error IS NOT NULL")
    for name, columns in SEARCHED.items():
        for column in columns:
            op.add_column(name, sa.Column(f'{column}_search', sa.Text(), nullable=True))
        _fill(name, columns)
    _spell_places()


def _fill(name: str, columns: Sequence[str]) -> None:
    connection = op.get_bind()
    table = sa.table(
        name, sa.column('id'), *(sa.column(each) for each in columns), *(sa.column(f'{each}_search') for each in columns)
    )
    rows = connection.execute(sa.select(table.c.id, *(table.c[each] for each in columns))).all()
    keys = [{'number': row.id} | {f'{each}_search': search_key(getattr(row, each)) for each in columns} for row in rows]
    change = sa.update(table).where(table.c.id == sa.bindparam('number'))
    change = change.values({f'{each}_search': sa.bindparam(f'{each}_search') for each in columns})
    for start in range(0, len(keys), BATCH):
        connection.execute(change, keys[start : start + BATCH])


def _spell_places() -> None:
    connection = op.get_bind()
    company = sa.table('company', sa.column('id'), sa.column('municipality'))
    places = connection.scalars(sa.select(company.c.municipality).distinct()).all()
    for place in places:
        if place is not None and one_spelling(place) != place:
            connection.execute(
                sa.update(company).where(company.c.municipality == place).values(municipality=one_spelling(place))
            )


def downgrade() -> None:
    """Downgrade schema."""
    for name, columns in SEARCHED.items():
        for column in columns:
            op.drop_column(name, f'{column}_search')
    with op.batch_alter_table('outbox_message') as letters:
        letters.drop_index(op.f('ix_outbox_message_given_up_at'))
        letters.drop_index(op.f('ix_outbox_message_together'))
        letters.drop_column('given_up_at')
        letters.drop_column('together')
        letters.drop_column('reply_to')
