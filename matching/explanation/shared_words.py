"""How much a word says by being rare, and what the Swedish and the English form of a learned word share."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from matching.text.word_frequency import zipf_frequency

Rarity = Callable[[str], float]

# Zipf frequencies (log10 per thousand million words): "hand" has 5.2, "plasma" 3.7, and what is not listed 0.
_EVERYBODYS, _EXPERTS = 6.5, 1.5
_RARITY_IN_TRADE = 0.1
_SHORTEST_COGNATE = 7
_COGNATE_LENGTH = 6
# Every request and every offer says these, in whatever subject; alone they are no reason.
_COMMON = """
analys analysis analysera analyse method metod studie study studera test testa testing prov sample project projekt
resultat result data arbete work service stöd support support development utveckling utveckla develop material produkt
product patient cell person personal staff tid time vecka week månad month år year dag day stor large liten small hög
high låg low god good bra ny new nära near lokal local tillgång access instrument utrustning equipment laboratorium
laboratory rapport report kund customer client grupp group typ type nivå level del part vård care sjukhus hospital
forskning research universitet university intern internal extern external mäta measure mätning measurement köra run
göra visa show behöva kvalitet quality risk krav requirement pris price kostnad cost team expert expertis expertise
kunskap knowledge erfarenhet experience plats site rum room enhet unit center centrum centre sverige sweden svensk
swedish europa europe stockholm huddinge flemingsberg medical medicinsk sak fråga question problem sätt way mål goal
target steg step period serie series antal number mängd amount human mänsklig människa people bolag company kapacitet
capacity design plan planering planning teknik technology teknisk technical utbildning training använda användning use
using set based full whole first second standard
"""
_COMMON_IN_TRADE = frozenset(_COMMON.split())


@lru_cache(maxsize=50_000)
def everyday_rarity(lemma: str) -> float:
    """Return how rare a word is in general Swedish and English, from 0 (everybody's) to 1 (an expert's)."""
    if lemma in _COMMON_IN_TRADE or lemma.isdigit():
        return _RARITY_IN_TRADE
    frequency = max(zipf_frequency(lemma, "sv"), zipf_frequency(lemma, "en"))
    return min(1.0, max(0.0, (_EVERYBODYS - frequency) / (_EVERYBODYS - _EXPERTS)))


@lru_cache(maxsize=50_000)
def cognate_key(key: str) -> str:
    """Return what the Swedish and the English form of a Latin or Greek word share, or "" for a short word.

    "mikroskopi" and "microscopy", "toxikologi" and "toxicology".
    """
    if len(key) < _SHORTEST_COGNATE or not key.isalpha():
        return ""
    plain = key.replace("ph", "f").replace("th", "t").replace("qu", "kv").replace("ae", "e").replace("oe", "e")
    return re.sub(r"(.)\1", r"\1", plain.replace("c", "k").replace("y", "i").replace("z", "s"))[:_COGNATE_LENGTH]
