"""What the list of tasks can be narrowed by; the form for a note stands with the timeline."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.web.forms.choices import ChoiceField
from app.web.forms.filters import FilterForm

TASK_PRESETS = (
    ("late", _l("Overdue tasks")),
    ("today", _l("Today")),
    ("week", _l("The next seven days")),
    ("all", _l("Everybody's")),
    ("done", _l("Finished")),
)


class TaskFilters(FilterForm):
    """What the list of tasks can be narrowed by; `show` is one of the saved views."""

    show = ChoiceField(_l("Show"), TASK_PRESETS, empty=_l("My tasks to do"))
    owner = ChoiceField(_l("Who does it"), empty=_l("Anybody"))
