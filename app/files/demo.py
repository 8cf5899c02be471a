"""Invented files on the demo records, so that every page with files shows one; their contents say that they are."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.files.content import look_at
from app.files.folder import FileFolder
from models.files import RecordFile
from models.needs import Need
from models.uses import Use

# Name, what it is, content: on a need, and on a use.
_FILES: Final = (
    ("demo-provlista.csv", "Demo: prover att mäta", "Prov;Antal\r\nPåhittat prov A;3\r\nPåhittat prov B;5\r\n"),
    ("demo-körprotokoll.txt", "Demo: protokoll", "Demo: påhittat protokoll över tre provomgångar.\r\n"),
)


def add_demo_files(session: Session, folder: FileFolder) -> int:
    """Put a file on a demo need and one on a demo use, once; returns how many were put."""
    if session.scalar(sa.select(RecordFile.id).where(RecordFile.is_demo).limit(1)) is not None:
        return 0
    need_id = session.scalar(sa.select(Need.id).where(Need.is_demo).order_by(Need.id).limit(1))
    use = session.scalars(sa.select(Use).where(Use.is_demo).order_by(Use.id).limit(1)).one_or_none()
    places = ({"need_id": need_id}, {"match_id": use.match_id if use else None, "use_id": use.id if use else None})
    count = 0
    for where, (name, about, content) in zip(places, _FILES, strict=True):
        if None in where.values():
            continue
        taken = look_at(content.encode(), name)
        digest = folder.keep(taken.content)
        made = {"kind": taken.kind, "size": len(taken.content), "sha256": digest, "is_demo": True}
        session.add(RecordFile(**where, name=taken.name, about=about, for_infrastructure=True, **made))
        count += 1
    session.flush()
    return count
