"""Amounts that are kept to the last cent: whole numbers in the database, decimals in Python, and never a float."""

from __future__ import annotations

from decimal import Decimal

import sqlalchemy as sa


class Exact(sa.TypeDecorator[Decimal]):
    """A decimal with a fixed number of places, kept as an integer of its smallest part, on either database."""

    impl = sa.BigInteger
    cache_ok = True

    def __init__(self, places: int = 2) -> None:
        """Keep so many places after the point; two are öre and cents."""
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | int | None, dialect: sa.Dialect) -> int | None:
        """Return the amount in its smallest part; one that is finer than that would be cut, and raises ValueError."""
        if value is None:
            return None
        scaled = Decimal(value).scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"An amount is kept with {self.places} decimals.")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> Decimal | None:
        """Return the amount with its places."""
        return None if value is None else Decimal(int(value)).scaleb(-self.places)
