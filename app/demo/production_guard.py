"""Production does not start on a database with demo data, since anybody may know its passwords and its figures."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from app.demo.rows import has_demo_rows
from app.storage.database import db_session
from config import ConfigurationError


def require_no_demo_data(app: Flask) -> None:
    """Raise ConfigurationError when production would be served with demo data; a database without tables has none."""
    if not app.extensions["brygga"].production:
        return
    with app.app_context():
        session = db_session()
        try:
            found = sa.inspect(session.connection()).has_table("user_account") and has_demo_rows(session)
        except DBAPIError:
            # No database, or one of an older version: the pages say so, and no demo account is let in by any of them.
            return
        finally:
            session.close()
    if found:
        raise ConfigurationError(
            "The database holds demo data, which production does not serve. "
            "Remove it with: flask demo remove. Or set DATABASE_URL to a database without."
        )
