"""Doubles are found and merged

Revision ID: 1796028000
Revises: 1796027500
Create Date: 2026-11-30 07:20:00.000000

A company's earlier names are read from the audit trail, the latest first.
"""
from collections import defaultdict
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1796028000'
down_revision: Union[str, Sequence[str], None] = '1796027500'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

ONE_KIND = '(company_id IS NULL) <> (person_id IS NULL)'


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('double_key',
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('key', sa.BigInteger(), nullable=False),
    sa.Column('stamp', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint(ONE_KIND, name=op.f('ck_double_key_one_kind')),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_double_key_company_id_company'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_double_key_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_double_key'))
    )
    for column in ('company_id', 'key', 'person_id'):
        op.create_index(op.f(f'ix_double_key_{column}'), 'double_key', [column], unique=False)
    op.create_table('double_pair',
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('other_company_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('other_person_id', sa.Integer(), nullable=True),
    sa.Column('score', sa.Double(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint(ONE_KIND, name=op.f('ck_double_pair_one_kind')),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_double_pair_company_id_company'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user_account.id'], name=op.f('fk_double_pair_decided_by_id_user_account')),
    sa.ForeignKeyConstraint(['other_company_id'], ['company.id'], name=op.f('fk_double_pair_other_company_id_company'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['other_person_id'], ['person.id'], name=op.f('fk_double_pair_other_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_double_pair_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_double_pair'))
    )
    for column in ('company_id', 'other_company_id', 'other_person_id', 'person_id'):
        op.create_index(op.f(f'ix_double_pair_{column}'), 'double_pair', [column], unique=False)
    op.create_table('merge',
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('gone_id', sa.Integer(), nullable=False),
    sa.Column('report_number', sa.Integer(), nullable=True),
    sa.Column('kept', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint(ONE_KIND, name=op.f('ck_merge_one_kind')),
    sa.ForeignKeyConstraint(['by_id'], ['user_account.id'], name=op.f('fk_merge_by_id_user_account')),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_merge_company_id_company')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_merge_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merge'))
    )
    for column in ('company_id', 'gone_id', 'person_id'):
        op.create_index(op.f(f'ix_merge_{column}'), 'merge', [column], unique=False)
    op.add_column('company', sa.Column('earlier_names', sa.JSON(none_as_null=True), nullable=True))
    remember_names()


def remember_names() -> None:
    """Take the names that companies had before from the audit trail."""
    entry = sa.table('audit_entry', sa.column('id'), sa.column('action'), sa.column('subject'), sa.column('subject_id'), sa.column('changes', sa.JSON))
    company = sa.table('company', sa.column('id'), sa.column('name'), sa.column('earlier_names', sa.JSON))
    changes = sa.select(entry.c.subject_id, entry.c.changes).where(entry.c.subject == 'company', entry.c.action == 'update')
    had = defaultdict(list)
    for number, change in op.get_bind().execute(changes.order_by(entry.c.id.desc())):
        told = change.get('name')
        if number.isdecimal() and isinstance(told, list) and told and isinstance(told[0], str):
            had[int(number)].append(told[0])
    for number, names in had.items():
        current = op.get_bind().scalar(sa.select(company.c.name).where(company.c.id == number))
        earlier = [name for name in dict.fromkeys(names) if name != current]
        if current is not None and earlier:
            op.execute(sa.update(company).where(company.c.id == number).values(earlier_names=earlier))


def downgrade() -> None:
    """Downgrade schema; earlier names, decisions about doubles and ways back from merges are lost."""
    op.drop_column('company', 'earlier_names')
    op.drop_table('merge')
    op.drop_table('double_pair')
    op.drop_table('double_key')
