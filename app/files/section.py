"""The files of a record as its page shows them: each can be downloaded, described or taken away, and one more put."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.files.places import FilePlaceKind
from app.files.queries import list_files
from app.storage.database import db_session
from app.web.sign_in import current_actor
from models.files import RecordFile


@dataclass(frozen=True, slots=True)
class FilesSection:
    """What the template shows; without `new_url` the reader puts none there, and takes none away.

    `office` says that the reader may describe them, `digests` that they are evidence and their fingerprints are shown.
    """

    files: Sequence[RecordFile]
    new_url: str | None
    office: bool
    digests: bool = False

    @property
    def is_shown(self) -> bool:
        """Tell whether there is anything to see or to do."""
        return bool(self.files or self.new_url)


def files_section(kind: FilePlaceKind, number: int) -> FilesSection:
    """Return the files of a record that the reader may read; the view has seen to it that they may see the record."""
    actor = current_actor()
    office = actor.role.is_office
    is_infrastructure = kind is FilePlaceKind.INFRASTRUCTURE
    endpoint = "files.new_for_infrastructure" if is_infrastructure else "files.new"
    place: dict[str, Any] = {kind.column: number}
    new_url = url_for(endpoint, **place) if office or is_infrastructure else None
    files = list_files(db_session(), actor, kind, number)
    return FilesSection(files, new_url, office, digests=kind is FilePlaceKind.USE)
