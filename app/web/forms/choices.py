"""Fields for choosing among alternatives."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from wtforms import Form, SelectField, SelectMultipleField
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.validators import Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, RadioInput

from app.web.forms.fields import required

Choices = Iterable[tuple[Any, Any]]


def _none_if_empty(value: Any) -> str | None:
    """Read what a list sends or a record holds: enums by their value, the empty line as None."""
    if value is None or value == "":
        return None
    return str(value.value if isinstance(value, StrEnum) else value)


def _stored_but_not_offered(offered: list[Choice], stored: Iterable[Any], chosen: Iterable[Any]) -> list[Choice]:
    """Return an alternative for each stored value that a list lacks, so that saving the form does not change it."""
    known, selected = {choice.value for choice in offered}, {_none_if_empty(value) for value in chosen}
    values = [value for each in stored if (value := _none_if_empty(each)) is not None and value not in known]
    label = _("%(value)s (no longer offered)")
    return [Choice(value, label % {"value": value}, value in selected, {}) for value in values]


class ChoiceField(SelectField):
    """One of a few alternatives as text; the empty first line stands for none, and `data` is then None."""

    def __init__(
        self,
        label: Any,
        choices: Choices = (),
        *,
        needed: bool = False,
        empty: Any = "–",
        hint: Any = "",
        **kwargs: Any,
    ) -> None:
        """Ask for one of `choices`, pairs of value and label; `empty` is the text of the line for none."""
        self.empty = empty
        first = required if needed else Optional()
        super().__init__(
            label, coerce=_none_if_empty, validators=[first], validate_choice=False, description=hint, **kwargs
        )
        self.offer(choices)

    def offer(self, choices: Choices) -> None:
        """Set the alternatives, for lists that come from the database."""
        self.choices = [
            SelectChoice(value="", label=self.empty),
            *(SelectChoice(value=str(value), label=label) for value, label in choices),
        ]

    def iter_choices(self) -> list[Choice]:
        """Return the alternatives; what is stored is always one, though it may no longer be offered to others."""
        offered: list[Choice] = super().iter_choices()
        return offered + _stored_but_not_offered(offered, [self.object_data], [self.data])

    def pre_validate(self, form: Form) -> None:
        """Refuse what is not in the list; whether anything must be chosen is another question."""
        if self.data is not None and not any(choice.selected for choice in self.iter_choices()):
            raise StopValidation(_("Choose one of the alternatives in the list."))

    @property
    def number(self) -> int | None:
        """Return the chosen value as a record's number."""
        return None if self.data is None else int(self.data)


class RadioField(ChoiceField):
    """One of a few alternatives that all stand on the page, as radio buttons; none is chosen beforehand."""

    widget = ListWidget(prefix_label=False)
    option_widget = RadioInput()

    def offer(self, choices: Choices) -> None:
        """Set the alternatives."""
        self.choices = [SelectChoice(value=str(value), label=label) for value, label in choices]


class ManyChoiceField(SelectMultipleField):
    """Any number of alternatives, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, choices: Choices = (), *, hint: Any = "", **kwargs: Any) -> None:
        """Ask for any of `choices`."""
        super().__init__(label, coerce=_none_if_empty, validate_choice=False, description=hint, **kwargs)
        self.offer(choices)

    def offer(self, choices: Choices) -> None:
        """Set the alternatives, for lists that come from the database."""
        self.choices = [SelectChoice(value=str(value), label=label) for value, label in choices]

    def iter_choices(self) -> list[Choice]:
        """Return the alternatives, and what is stored though it is no longer offered to others."""
        offered: list[Choice] = super().iter_choices()
        return offered + _stored_but_not_offered(offered, self.object_data or (), self.data or ())

    def pre_validate(self, form: Form) -> None:
        """Refuse what is not in the list."""
        allowed = {choice.value for choice in self.iter_choices()}
        if any(value not in allowed for value in self.data or ()):
            raise StopValidation(_("Choose among the alternatives in the list."))

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the chosen values as records' numbers."""
        return tuple(int(value) for value in self.data or ())
