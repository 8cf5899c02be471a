"""`flask audit`: check that the audit trail is whole, and print where it ends."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from app.reports.frozen import check_frozen_reports
from app.storage.audit_check import Anchor, TrailCheck, UnreadableTrailError, check_trail, current_anchor
from app.storage.database import db, db_session, short_transaction

audit_commands = AppGroup("audit", help="Check the audit trail, or print where it ends.")


@audit_commands.command("anchor")
def show_anchor() -> None:
    """Print how many entries there are and the last one's digest: on paper, nobody can change it."""
    click.echo(str(current_anchor(db_session())))


@audit_commands.command("verify")
@click.option("--against", multiple=True, metavar="ANCHOR", help="What `flask audit anchor` once printed.")
def verify(against: tuple[str, ...]) -> None:
    """Check every entry, the end of the trail, and every frozen report; fails when anything was touched."""
    try:
        printed = [Anchor.read(text) for text in against]
    except ValueError as error:
        raise click.ClickException(f"{error} is no anchor; one looks like 1234:0f3a…") from None
    # As of one moment, so that what is written meanwhile is neither held up nor taken for a fault.
    as_of_now = db.engine.execution_options(isolation_level="SERIALIZABLE")
    with short_transaction(as_of_now, reads=True) as connection, Session(connection) as session:
        try:
            found = check_trail(session, *printed)
        except UnreadableTrailError as error:
            raise click.ClickException(
                f"The trail was changed: after entry {max(error.after, 0)} stands one that cannot be read."
            ) from None
        problems = [*_problems(found), *check_frozen_reports(session)]
    for problem in problems:
        click.echo(problem)
    if problems:
        raise click.ClickException("The audit trail or a frozen report is not what was written.")
    old = f", {found.unkeyed} of them from before digests had a key" if found.unkeyed else ""
    click.echo(f"{found.entries} entries fit each other, their end and every frozen report{old}.")
    click.echo(f"The trail ends at {Anchor(found.entries, found.digest)}")


def _problems(found: TrailCheck) -> list[str]:
    told = [f"Entry {number} was changed, or one before it is missing." for number in found.broken]
    told += [f"The end of the trail was taken away before entry {number}." for number in found.head_lost]
    if not found.head_fits:
        told.append("The trail does not end where it should: entries at its end are missing, or were added.")
    told += [
        f"The trail no longer holds the {anchor.entries} entries that {anchor.name or 'an anchor'} was made after."
        for anchor in found.lost_anchors
    ]
    told += [
        f"The trail does not tell how account {number} was made: its beginning is missing." for number in found.unborn
    ]
    return told
