"""Introductions stand and end; what was done last can be undone; the last contact follows the meetings

Revision ID: 1795932100
Revises: 1795931000
Create Date: 2026-11-29 06:00:00.000000

"""
from datetime import UTC
from typing import Any, Sequence, Union

from alembic import op
import sqlalchemy as sa

from models.clock import day_of


# revision identifiers, used by Alembic.
revision: str = '1795932100'
down_revision: Union[str, Sequence[str], None] = '1795931000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

LADDER = ('suggested', 'shortlisted', 'introduced', 'meeting_held', 'agreed', 'used')
INTRODUCED = LADDER[2:]


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('introduction',
    sa.Column('match_id', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('taken_back_at', sa.DateTime(), nullable=True),
    sa.Column('title_sort', sa.String(length=400).with_variant(sa.String(length=400, collation='C'), 'postgresql'), nullable=True),
    sa.Column('shown', sa.JSON(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user_account.id'], name=op.f('fk_introduction_by_id_user_account')),
    sa.ForeignKeyConstraint(['match_id'], ['match.id'], name=op.f('fk_introduction_match_id_match')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_introduction'))
    )
    op.create_index(op.f('ix_introduction_match_id'), 'introduction', ['match_id'], unique=False)
    op.create_index('uq_introduction_of_match', 'introduction', ['match_id'], unique=True,
        sqlite_where=sa.text('taken_back_at IS NULL'), postgresql_where=sa.text('taken_back_at IS NULL'))
    op.create_table('way_back',
    sa.Column('match_id', sa.Integer(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['match_id'], ['match.id'], name=op.f('fk_way_back_match_id_match')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_way_back')),
    sa.UniqueConstraint('match_id', name=op.f('uq_way_back_match_id'))
    )
    op.add_column('company', sa.Column('contact_said_on', sa.Date(), nullable=True))
    op.add_column('person', sa.Column('contact_said_on', sa.Date(), nullable=True))
    _introduce()
    _let_go_of_uses_that_were_removed()


def _introduce() -> None:
    """Let units go on reading what they could read: the needs of matches that were introduced and not set back."""
    connection = op.get_bind()
    match, change = _table('match', 'id', 'need_id', 'stage', 'stage_since'), _table('stage_change', 'id', 'match_id', 'to_stage', 'at', 'by_id')
    changes: dict[int, list[sa.Row[Any]]] = {}
    for row in connection.execute(sa.select(change).order_by(change.c.id)):
        changes.setdefault(row.match_id, []).append(row)
    for row in connection.execute(sa.select(match).order_by(match.c.id)).all():
        began = _standing_introduction(row, changes.get(row.id, []))
        if began is None:
            continue
        values = {'match_id': row.id, 'started_at': began[0], 'by_id': began[1]}
        if row.stage == 'closed':
            values |= {'ended_at': row.stage_since} | _what_was_shown(connection, row)
        connection.execute(sa.insert(_introduction()).values(values))


def _standing_introduction(match: sa.Row[Any], changes: list[sa.Row[Any]]) -> Any:
    """Return when the introduction that stands, or stood when the match was closed, began, and who made it."""
    began = None
    for change in changes:
        if change.to_stage in INTRODUCED:
            began = began or (change.at, change.by_id)
        elif change.to_stage in LADDER:
            began = None
    if match.stage in INTRODUCED:
        return began or (match.stage_since, None)
    return began if match.stage == 'closed' else None


def _what_was_shown(connection: sa.Connection, match: sa.Row[Any]) -> dict[str, Any]:
    """Keep what the unit may read of a match that has ended: all of it, if the need has not been changed since.

    Of a need that was changed afterwards nobody can say what stood there then, so only the public text is kept.
    """
    need = _table('need', 'id', 'company_id', 'contact_id', 'title', 'title_sort', 'teaser', 'unit_text', 'desired_result', 'conditions',
        'deadline', 'trl', 'quality', 'service_form', 'place_matters', 'updated_at')
    company = _table('company', 'id', 'name')
    row = connection.execute(sa.select(need, company.c.name).join(company, company.c.id == need.c.company_id).where(need.c.id == match.need_id)).one()
    same = row.updated_at <= match.stage_since
    meeting = _table('meeting', 'match_id', 'held_on', 'status')
    meetings = connection.execute(sa.select(meeting.c.held_on, meeting.c.status).where(meeting.c.match_id == match.id).order_by(meeting.c.held_on.desc()))
    shown = {'title': row.title, 'teaser': row.teaser, 'company': row.name, 'contact_name': None, 'contact_email': None,
        'meetings': [[day.isoformat(), status] for day, status in meetings], 'concepts': [], 'quality': []}
    if same:
        shown |= {name: getattr(row, name) for name in ('unit_text', 'desired_result', 'conditions', 'trl', 'service_form')}
        shown |= {'deadline': row.deadline.isoformat() if row.deadline else None, 'quality': row.quality or [],
            'place_matters': bool(row.place_matters), 'concepts': _concepts(connection, row.id)} | _contact(connection, row, match)
    return {'title_sort': row.title_sort, 'shown': shown}


def _concepts(connection: sa.Connection, need_id: int) -> list[list[str]]:
    concept, tie = _table('concept', 'id', 'label_sv', 'label_en'), _table('need_concept', 'need_id', 'concept_id')
    rows = connection.execute(sa.select(concept.c.label_sv, concept.c.label_en).join(tie, tie.c.concept_id == concept.c.id).where(tie.c.need_id == need_id))
    return sorted([swedish, english] for swedish, english in rows)


def _contact(connection: sa.Connection, need: sa.Row[Any], match: sa.Row[Any]) -> dict[str, Any]:
    """Return the need's contact, if they were with the company on the day the match ended."""
    person, role = _table('person', 'id', 'name', 'email'), _table('person_role', 'person_id', 'company_id', 'ended_on')
    found = connection.execute(
        sa.select(person.c.name, person.c.email).join(role, role.c.person_id == person.c.id).where(
            person.c.id == need.contact_id, role.c.company_id == need.company_id,
            sa.or_(role.c.ended_on.is_(None), role.c.ended_on >= day_of(match.stage_since.replace(tzinfo=UTC))))
    ).first()
    return {'contact_name': found.name, 'contact_email': found.email} if found else {}


def _let_go_of_uses_that_were_removed() -> None:
    """Set matches that say they are used, and have no use, back to the stage before."""
    connection = op.get_bind()
    match, use = _table('match', 'id', 'stage', 'stage_since'), _table('use', 'match_id')
    change = _table('stage_change', 'id', 'match_id', 'to_stage', 'at')
    unused = sa.select(match.c.id).where(match.c.stage == 'used', match.c.id.not_in(sa.select(use.c.match_id)))
    for number in connection.scalars(unused).all():
        steps = connection.execute(sa.select(change).where(change.c.match_id == number).order_by(change.c.id)).all()
        before = [step for step in steps if step.to_stage != 'used']
        if before and len(before) < len(steps):
            connection.execute(sa.delete(change).where(change.c.match_id == number, change.c.to_stage == 'used'))
            connection.execute(sa.update(match).where(match.c.id == number).values(stage=before[-1].to_stage, stage_since=before[-1].at))


def _table(name: str, *columns: str) -> sa.TableClause:
    kinds: dict[str, Any] = {'at': sa.DateTime, 'stage_since': sa.DateTime, 'updated_at': sa.DateTime, 'deadline': sa.Date, 'held_on': sa.Date,
        'ended_on': sa.Date, 'quality': sa.JSON, 'place_matters': sa.Boolean}
    return sa.table(name, *(sa.column(column, kinds.get(column, sa.Integer if column == 'id' or column.endswith('_id') else sa.String)()) for column in columns))


def _introduction() -> sa.TableClause:
    return sa.table('introduction', sa.column('match_id', sa.Integer), sa.column('started_at', sa.DateTime), sa.column('by_id', sa.Integer),
        sa.column('ended_at', sa.DateTime), sa.column('title_sort', sa.String), sa.column('shown', sa.JSON))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column('person', 'contact_said_on')
    op.drop_column('company', 'contact_said_on')
    op.drop_table('way_back')
    op.drop_index('uq_introduction_of_match', table_name='introduction')
    op.drop_index(op.f('ix_introduction_match_id'), table_name='introduction')
    op.drop_table('introduction')
