"""Splitting Swedish compounds ("bröstcancerpatienter") into the words they are made of."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

Frequency = Callable[[str], float]

# A word is worth splitting from this length on, and a part must be at least this long.
_SHORTEST_COMPOUND = 7
_SHORTEST_PART = 3
# Zipf frequency (log10 per thousand million words) from which a string counts as a word of its own. Short strings
# are often accidental, so they must be commoner.
_WORD = 2.2
_SHORT_WORDS = {3: 3.3, 4: 2.8}
# What a word of the trade counts as, when the general word list does not know it.
_TRADE = 3.6
_LINK = "s"
_LINK_MARGIN = 0.5
_PRICE_OF_A_PART = 0.5
# Endings and prefixes that the word list knows, but that no compound is made of.
_NO_PARTS = frozenset(
    """
    het skap ande ende ning aren arna erna orna iska isk lig liga are ingen inga ling else elsen bar sam som den
    det der ter ren nen ten sen men ner tor len ers ska sta lar tar nar rar rat nat lat tat van ver vis hur var
    ing ingar ion ism ist itet sion tion teri eri ologi logi grafi metri skopi lys ens ans iva ivt ell ella ala
    alt inter
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
# What an inflected word of the trade may end in ("biopsi-erna").
_ENDINGS = ("erna", "arna", "orna", "ens", "er", "ar", "or", "en", "et", "na", "n", "r", "s", "t")


class Splitter:
    """Finds the split whose rarest part is commonest.

    `frequency` gives the Zipf frequency of a Swedish word (0.0 for none); `trade_words` are words of the trade that the
    general list need not have.
    """

    def __init__(self, frequency: Frequency, trade_words: frozenset[str] = frozenset()) -> None:
        self._general = frequency
        self._trade_words = trade_words.union(word + ending for word in trade_words for ending in _ENDINGS)
        self.split = lru_cache(maxsize=100_000)(self._split)

    def _frequency(self, part: str) -> float:
        if len(part) < _SHORTEST_PART or part in _NO_PARTS:
            return 0.0
        general = self._general(part)
        if part in self._trade_words:
            return max(general, _TRADE)
        return general if general >= _SHORT_WORDS.get(len(part), _WORD) else 0.0

    def _split(self, word: str) -> tuple[str, ...]:
        """Return the parts of a lower-case word, left to right; empty when it is no compound."""
        if len(word) < _SHORTEST_COMPOUND or not word.isalpha():
            return ()
        best: tuple[float, tuple[str, ...]] = (0.0, ())
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            best = max(best, self._cut(word[:cut], word[cut:]), key=lambda found: found[0])
            # Of three equal consonants Swedish writes two: "cell" and "linje" make "cellinje".
            if word[cut - 1] == word[cut - 2]:
                best = max(best, self._cut(word[:cut], word[cut - 1 :]), key=lambda found: found[0])
        return best[1]

    def _cut(self, head: str, tail: str) -> tuple[float, tuple[str, ...]]:
        head_frequency = self._frequency(head)
        if head.endswith(_LINK):
            # The linking letter belongs to neither word, where the word without it is about as common.
            linked = self._frequency(head[:-1])
            if linked and linked >= head_frequency - _LINK_MARGIN:
                head, head_frequency = head[:-1], linked
        if not head_frequency:
            return 0.0, ()
        tail_frequency = self._frequency(tail)
        tail_parts: tuple[str, ...] = (tail,)
        # A tail that is itself a compound is split further, at a price, so that fewer parts win.
        deeper = self.split(tail)
        if deeper and not tail_frequency:
            tail_frequency, tail_parts = min(self._frequency(part) for part in deeper) - _PRICE_OF_A_PART, deeper
        if tail_frequency <= 0.0:
            return 0.0, ()
        return min(head_frequency, tail_frequency), (head, *tail_parts)
