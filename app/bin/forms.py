"""What the bin can be narrowed by."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.bin.kinds import KINDS
from app.web.forms.choices import ChoiceField
from app.web.forms.filters import FilterForm


class BinFilters(FilterForm):
    """What is shown of the bin."""

    kind = ChoiceField(_l("What it is"), [(key, kind.name) for key, kind in KINDS.items()], empty=_l("Everything"))
