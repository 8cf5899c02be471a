"""`flask backup` and `flask restore`: everything in one file, and back into an empty place."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.backup import BackupError
from app.backup.archive import read_manifest
from app.backup.whole import make_backup
from app.backup.whole import restore as put_back
from app.reports.frozen import check_frozen_reports
from app.storage.audit_check import check_trail
from app.storage.database import alembic, db, db_session
from app.storage.search_index.keeping import bring_up_to_date

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@with_appcontext
def backup(file: Path) -> None:
    """Write the database and the letters to FILE, as of one moment, while people work."""
    try:
        manifest = make_backup(db.engine, current_app.extensions["brygga"].mail_folder, file)
    except BackupError as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{file}: {sum(manifest.rows.values())} rows, {_letters(manifest.files)} letters, {_size(file)}.")


@click.command()
@click.argument("file", type=FILE)
@click.option("--check", is_flag=True, help="Only read FILE from end to end and tell whether it is whole.")
@with_appcontext
def restore(file: Path, check: bool) -> None:
    """Bring a backup back into an empty database and an empty folder of letters, and check it."""
    try:
        if check:
            manifest = read_manifest(file)
            click.echo(f"{file} is whole: {manifest.database}, schema {manifest.schema}, made {manifest.made_at}.")
            return
        known = {revision.revision for revision in alembic.script_directory.walk_revisions()}
        letters = current_app.extensions["brygga"].mail_folder
        manifest = put_back(db.engine, letters, file, known=known, bring_to=alembic.upgrade)
    except BackupError as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"Restored {sum(manifest.rows.values())} rows and {_letters(manifest.files)} letters.")
    if manifest.schema not in alembic.script_directory.get_heads():
        click.echo("The backup is of an older version. Next: flask db upgrade, flask seed, flask audit verify.")
        return
    bring_up_to_date(db_session().connection())
    db_session().commit()
    found = check_trail(db_session())
    problems = [*check_frozen_reports(db_session())]
    if problems or not found.holds:
        raise click.ClickException(
            "The audit trail does not verify. Is AUDIT_KEY (or SECRET_KEY) the one that the backup was written with? "
            "See: flask audit verify"
        )
    click.echo(f"The audit trail verifies: {found.entries} entries. Next: start the server.")


def _letters(files: dict[str, str]) -> int:
    return sum(name.startswith("mail/") for name in files)


def _size(file: Path) -> str:
    return f"{file.stat().st_size / 1_000_000:.1f} MB"
