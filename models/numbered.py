"""The number that makes a company one and not two, and the country that it is of."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, validates

from models.base import internal, personal
from models.org_numbers import LONGEST_NUMBER, SWEDEN, country_of

# SQLite holds no text to its length, and would have to write all companies anew to be told another than it was.
NUMBER = sa.String(LONGEST_NUMBER).with_variant(sa.String(10), "sqlite")


class Numbered:
    """A record with a number and a country; where there is a number, it says what country it is."""

    # Ten digits without a hyphen; from abroad with the country's letters before it (`foreign_numbers.py`). Personal,
    # since a sole trader's is a personal identity number.
    org_number: Mapped[str | None] = personal(NUMBER, unique=True)
    # Two letters (ISO 3166); None is a country whose companies' numbers are not kept.
    country: Mapped[str | None] = internal(sa.String(2), default=SWEDEN)

    @validates("org_number")
    def _follow_number(self, _key: str, number: str | None) -> str | None:
        if number:
            self.country = country_of(number)
        return number

    @validates("country")
    def _keep_country_of_number(self, _key: str, country: str | None) -> str | None:
        number = self.__dict__.get("org_number")
        return country_of(number) if number else country
