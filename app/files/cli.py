"""`flask files sweep` and `flask files check`: remove what can no longer be put back; see that no content is lost."""

from __future__ import annotations

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup

from app.files.folder import FileFolder
from app.files.use_cases import find_lost, forget_files
from app.storage.database import db_session
from models.files import RecordFile

file_commands = AppGroup("files", help="Files on records.")


def folder_of_app() -> FileFolder:
    """Return the application's folder for files."""
    return FileFolder(current_app.extensions["brygga"].files_folder)


@file_commands.command("sweep")
def sweep() -> None:
    """Remove files that were taken away more than 30 days ago, and contents that no record has. Run it once a day."""
    rows = forget_files(db_session())
    db_session().commit()
    swept = folder_of_app().sweep(lambda: set(db_session().scalars(sa.select(RecordFile.sha256))))
    click.echo(f"{rows} files can no longer be put back; {swept} contents were removed.")


@file_commands.command("check")
def check() -> None:
    """Read every file and say which are missing or damaged."""
    lost = find_lost(db_session(), folder_of_app())
    for file in lost:
        click.echo(f"File {file.id} (sha256 {file.sha256}) is missing or damaged.")
    if lost:
        raise click.ClickException("Take them from the newest backup that has them: tar -xzf FILE files")
    click.echo("Every file is there, as it was kept.")
