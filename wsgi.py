"""The door for a WSGI server: `gunicorn wsgi:app`."""

import click

from app import create_app
from app.demo.production_guard import require_no_demo_data

app = create_app()

# The command line comes in here too, and must be able to remove demo data; a server must not start with any.
_command = click.get_current_context(silent=True)
if _command is None or _command.info_name == "run":
    require_no_demo_data(app)
