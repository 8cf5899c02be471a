"""What the lists are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.saved_views import ListKind

LIST_NAMES = {
    ListKind.COMPANIES: _l("Companies"),
    ListKind.NEEDS: _l("Needs"),
    ListKind.MATCHES: _l("Matches"),
    ListKind.INFRASTRUCTURES: _l("Infrastructures"),
}
