"""`flask backup` and `flask restore`: everything in one file, and back into an empty place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click
from flask import current_app
from flask.cli import with_appcontext

from app.backup import BackupError
from app.backup.archive import FILES, Manifest, read_manifest
from app.backup.lost_files import find_lost_in
from app.backup.whole import make_backup
from app.backup.whole import restore as put_back
from app.files.cli import folder_of_app
from app.reports.frozen import check_frozen_reports
from app.storage.audit_check import check_trail
from app.storage.database import alembic, db, db_session
from app.storage.search_index.keeping import bring_up_to_date

_HOW: Final = "tar -xzf FILE files"
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@with_appcontext
def backup(file: Path) -> None:
    """Write the database, the letters and the files to FILE, as of one moment, while people work."""
    try:
        made = make_backup(db.engine, current_app.extensions["brygga"].mail_folder, folder_of_app(), file)
    except BackupError as refusal:
        raise click.ClickException(str(refusal)) from None
    letters, files = _under("mail", made.manifest), _under(FILES, made.manifest)
    click.echo(f"{file}: {sum(made.manifest.rows.values())} rows, {letters} letters, {files} files, {_size(file)}.")
    _tell(made.troubles, "The backup is made and can be restored, but it does not hold all that it should.")


@click.command()
@click.argument("file", type=FILE)
@click.option("--check", is_flag=True, help="Only read FILE from end to end and tell whether it is whole.")
@with_appcontext
def restore(file: Path, check: bool) -> None:
    """Bring a backup back into an empty database and empty folders of letters and files, and check it."""
    try:
        if check:
            manifest = read_manifest(file)
            told = f"schema {manifest.schema}, made {manifest.made_at}, {_under(FILES, manifest)} files"
            click.echo(f"{file} is as it was written: {manifest.database}, {told}.")
            _tell(find_lost_in(file, manifest), "It can be restored, but it does not hold all the files it should.")
            return
        known = {revision.revision for revision in alembic.script_directory.walk_revisions()}
        letters = current_app.extensions["brygga"].mail_folder
        manifest = put_back(db.engine, letters, folder_of_app(), file, known=known, bring_to=alembic.upgrade)
    except BackupError as refusal:
        raise click.ClickException(str(refusal)) from None
    said = f"{_under('mail', manifest)} letters and {_under(FILES, manifest)} files"
    click.echo(f"Restored {sum(manifest.rows.values())} rows, {said}.")
    for lost in find_lost_in(file, manifest):
        click.echo(f"{lost} It was so already when the backup was made.")
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


def _tell(troubles: Sequence[object], what: str) -> None:
    """Say what is wrong and end with an error, so that whoever runs the command each night hears of it."""
    for each in troubles:
        click.echo(str(each), err=True)
    if troubles:
        raise click.ClickException(f"{what} Take what is lost from an older backup that has it: {_HOW}")


def _under(folder: str, manifest: Manifest) -> int:
    return sum(name.startswith(f"{folder}/") for name in manifest.files)


def _size(file: Path) -> str:
    return f"{file.stat().st_size / 1_000_000:.1f} MB"
