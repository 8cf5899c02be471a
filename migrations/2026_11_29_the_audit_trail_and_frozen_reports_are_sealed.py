"""The audit trail and frozen reports are sealed

Revision ID: 1795931000
Revises: 1795267000
Create Date: 2026-11-29 05:58:00.000000

Reports that were frozen before are sealed as they are found, and say so: `sealed_at` is the day of the upgrade.
"""
from datetime import UTC, datetime
import hashlib
import hmac
import json
from typing import Any, Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1795931000'
down_revision: Union[str, Sequence[str], None] = '1795267000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

GENESIS = '0' * 64
_ADDED = (
    ('format', sa.Integer()),
    ('sealed_at', sa.DateTime()),
    ('audit_entries', sa.Integer()),
    ('audit_digest', sa.String(length=64)),
    ('digest', sa.String(length=64)),
)


def upgrade() -> None:
    """Give the trail its end, and every frozen report its seal."""
    op.create_table('audit_head',
    sa.Column('entries', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('seal', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_head'))
    )
    for name, kind in _ADDED:
        op.add_column('frozen_report', sa.Column(name, kind, nullable=True))
    entries, digest = _seal_the_end()
    _seal_reports(entries, digest)
    with op.batch_alter_table('frozen_report') as batch:
        for name, kind in _ADDED:
            batch.alter_column(name, existing_type=kind, nullable=False)


def _keyed(*parts: object) -> str:
    key = op.get_bind().get_execution_options()['brygga_audit_key']
    return hmac.new(key, json.dumps(parts, sort_keys=True, ensure_ascii=False).encode(), hashlib.sha256).hexdigest()


def _seal_the_end() -> tuple[int, str]:
    bind = op.get_bind()
    entries = bind.execute(sa.text('SELECT count(*) FROM audit_entry')).scalar_one()
    last = bind.execute(sa.text('SELECT digest FROM audit_entry ORDER BY id DESC LIMIT 1')).scalar()
    if entries:
        op.execute(
            sa.text('INSERT INTO audit_head (id, entries, digest, seal) VALUES (1, :entries, :digest, :seal)')
            .bindparams(entries=entries, digest=last, seal=_keyed('head', entries, last))
        )
    return entries, last or GENESIS


def _seal_reports(entries: int, digest: str) -> None:
    reports = sa.table(
        'frozen_report',
        sa.column('id', sa.Integer()),
        sa.column('programme_id', sa.Integer()),
        sa.column('month', sa.Date()),
        sa.column('content', sa.JSON()),
        sa.column('frozen_at', sa.DateTime()),
        sa.column('frozen_by_id', sa.Integer()),
        *(sa.column(name, kind) for name, kind in _ADDED),
    )
    bind = op.get_bind()
    sealed_at = datetime.now(UTC)
    for row in bind.execute(sa.select(reports)).all():
        frozen_at = row.frozen_at.replace(tzinfo=UTC)
        values: dict[str, Any] = {
            'format': 1,
            'sealed_at': sealed_at.replace(tzinfo=None),
            'audit_entries': entries,
            'audit_digest': digest,
        }
        values['digest'] = _keyed(
            'report', 1, row.programme_id, row.month.isoformat(), frozen_at.isoformat(), row.frozen_by_id,
            sealed_at.isoformat(), entries, digest, row.content,
        )
        bind.execute(sa.update(reports).where(reports.c.id == row.id).values(**values))


def downgrade() -> None:
    """Take the seals away; entries written meanwhile keep digests that an older version cannot check."""
    with op.batch_alter_table('frozen_report') as batch:
        for name, _kind in reversed(_ADDED):
            batch.drop_column(name)
    op.drop_table('audit_head')
