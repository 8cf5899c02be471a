"""The fourteen items of the readiness ladder by name, and what each asks; the rules stand in models/readiness.py."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from models.readiness import CORE_ITEMS, Item, item_passes

NOT_APPLICABLE = "na"
LEVEL_NAMES = (
    ("0", _l("0 – Not started")),
    ("1", _l("1 – In progress")),
    ("2", _l("2 – Documented")),
    ("3", _l("3 – Decided by the owner")),
    ("4", _l("4 – Tested and reviewed")),
)


@dataclass(frozen=True, slots=True)
class Rung:
    """One item of the ladder: its number, its name, and the question it answers."""

    number: int
    name_sv: str
    name_en: str
    asks_sv: str
    asks_en: str

    @property
    def is_core(self) -> bool:
        """Tell whether the item is one of those that must reach level 3 and can never be left out."""
        return self.number in CORE_ITEMS


RUNGS = (
    Rung(
        1,
        "Beslut och ansvarig",
        "Decision and owner",
        "Har enheten bestämt sig för att ta emot företag, och vem svarar för det?",
        "Has the unit decided to take in companies, and who answers for it?",
    ),
    Rung(
        2,
        "Tjänsteutbud",
        "Services described",
        "Kan ett företag läsa vad ni gör, och vad ni inte gör?",
        "Can a company read what you do, and what you do not do?",
    ),
    Rung(
        3,
        "Kriterier för tillgång och prioritering",
        "Access and priority criteria",
        "Vem får komma, och vem går före när det är fullt?",
        "Who is let in, and who goes first when you are full?",
    ),
    Rung(
        4,
        "Prismodell för akademi, externa och företag",
        "Pricing tiers",
        "Finns det ett pris för företag som ni kan säga i telefon?",
        "Is there a price for companies that you can say on the phone?",
    ),
    Rung(
        5,
        "Statsstöd och ekonomisk andel",
        "State aid and economic share",
        "Vet ni hur stor del av kapaciteten som får gå till företag?",
        "Do you know how much of the capacity may go to companies?",
    ),
    Rung(
        6,
        "Avtalsmallar",
        "Contract templates",
        "Finns ett avtal som kan skrivas under, och vem skriver under?",
        "Is there a contract ready to sign, and who signs it?",
    ),
    Rung(
        7,
        "Resultat, IP och publicering",
        "Results, IP and publication",
        "Vem äger resultaten, och får de publiceras?",
        "Who owns the results, and may they be published?",
    ),
    Rung(
        8,
        "Sekretess",
        "Confidentiality",
        "Hur skyddas det som företaget berättar?",
        "How is what the company tells you kept safe?",
    ),
    Rung(
        9,
        "Ansvar och försäkring",
        "Liability and insurance",
        "Vem betalar om något går sönder eller blir fel?",
        "Who pays if something breaks or goes wrong?",
    ),
    Rung(
        10,
        "Tillstånd",
        "Permits",
        "Etik, biobank, djur, läkemedel, GMO, strålning: vilka behövs och finns de?",
        "Ethics, biobank, animals, medicines, GMO, radiation: which are needed, and are they there?",
    ),
    Rung(
        11,
        "Dataskydd",
        "Data protection",
        "Hur hanteras personuppgifter i företagens prover och data?",
        "How are personal data in companies' samples and data handled?",
    ),
    Rung(
        12,
        "Säkerhet, utbildning och tillträde",
        "Safety, training and site access",
        "Vad måste en gäst kunna och ha för att komma in?",
        "What must a guest know and have to be let in?",
    ),
    Rung(
        13,
        "Kapacitet, bokning och ledtid",
        "Capacity, booking and lead time",
        "Hur bokar man, och hur lång tid tar det?",
        "How does one book, and how long does it take?",
    ),
    Rung(
        14,
        "Säkerhetsprövning och exportkontroll",
        "Security screening and export control",
        "Vilka gäster och prover behöver prövas först?",
        "Which guests and samples must be screened first?",
    ),
)


def holding_back(items: Iterable[Item]) -> tuple[Rung, ...]:
    """Return the rungs that keep the gate closed; an item nobody has assessed is one of them."""
    levels = {item.number: item.level for item in items}
    return tuple(
        rung for rung in RUNGS if rung.number not in levels or not item_passes(rung.number, levels[rung.number])
    )
