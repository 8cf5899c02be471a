"""What a company's declared figures are made of: its own, its partners' and linked companies', currency and rate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

EURO: Final = "EUR"
KRONOR: Final = "SEK"
# Of the other countries whose companies' numbers are kept.
OTHER_CURRENCIES: Final = ("DKK", "NOK", "CHF", "CZK", "GBP", "HUF", "ISK", "PLN", "RON")
# In percent of the capital or the votes (article 3): from the one on a partner, above the other linked.
PARTNER_FROM: Final = 25
LINKED_ABOVE: Final = 50


@dataclass(frozen=True, slots=True)
class RelatedCompany:
    """A company that holds or is held by a share in percent, with its figures in the declaration's currency.

    `of_above` says that the share is held in or by the company on the line above, and not the declared one.
    """

    name: str
    share: float
    headcount: float | None
    turnover: float | None
    balance: float | None
    of_above: bool = False


@dataclass(frozen=True, slots=True)
class SizeBasis:
    """The figures of one accounting year before they are summed and brought to euro; `rate` is for one euro."""

    currency: str
    rate: float | None
    rate_source: str | None
    headcount: float | None
    turnover: float | None
    balance: float | None
    related: tuple[RelatedCompany, ...] = ()

    def weights(self) -> list[float]:
        """Return how much of each related company's figures counts, in the order of the lines (article 6).

        A linked company counts whole, a partner by its share, any other not at all. With either come the companies
        that are linked to it; the partners of a linked one come by their share, those of a partner do not.
        """
        weights: list[float] = []
        above = 0.0
        for company in self.related:
            part = part_of(company.share)
            if not company.of_above:
                above = part
            elif above < 1 and part < 1:
                part = 0.0
            else:
                part *= above
            weights.append(part)
        return weights

    def linked_names(self) -> list[str]:
        """Return the names of the companies that are linked, straight or through another that is, in their order."""
        return [company.name for weight, company in zip(self.weights(), self.related, strict=True) if weight == 1]

    def headcount_in_all(self) -> float | None:
        """Return the heads of all that count; None where one of them is not known."""
        return self._summed(self.headcount, lambda company: company.headcount)

    def turnover_in_euro(self, own: float | None) -> float | None:
        """Return the turnover of all that count in euro; `own` is the company's, as for twelve months if it is so."""
        return self._in_euro(self._summed(own, lambda company: company.turnover))

    def balance_in_euro(self) -> float | None:
        """Return the balance sheet total of all that count, in euro."""
        return self._in_euro(self._summed(self.balance, lambda company: company.balance))

    def _in_euro(self, amount: float | None) -> float | None:
        if amount is None or self.currency == EURO:
            return amount
        # To the cent, so that an amount at a ceiling does not come out a billionth above it.
        return round(amount / self.rate, 2) if self.rate else None

    def _summed(self, own: float | None, figure: Callable[[RelatedCompany], float | None]) -> float | None:
        parts = [(weight, figure(company)) for weight, company in zip(self.weights(), self.related, strict=True)]
        if own is None or any(value is None for weight, value in parts if weight):
            return None
        return own + sum(weight * value for weight, value in parts if value is not None)

    def to_json(self) -> dict[str, Any]:
        """Return the basis as plain data; `from_json` gives it back unchanged."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SizeBasis:
        """Return the basis that `to_json` wrote."""
        related = tuple(RelatedCompany(**company) for company in data["related"])
        return cls(**dict(data) | {"related": related})


def part_of(share: float) -> float:
    """Return how much of a company's figures counts by the share in it: none, in proportion, or all."""
    if share < PARTNER_FROM:
        return 0.0
    return share / 100 if share <= LINKED_ABOVE else 1.0
