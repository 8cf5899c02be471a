"""`python -m benchmarks.doubles`: recall and precision on labelled pairs, and whether blocking would have met them.

The pairs of `pairs.tsv` are invented: forty company names and twenty people, each with what people do to a name when
they write it a second time, and with others that look much like them and are not the same.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

from app.likeness.facts import Facts, company_facts, person_facts
from app.likeness.keys import keys_of
from app.likeness.rule import compare

_PAIRS: Final = Path(__file__).with_name("pairs.tsv")


def read_pairs() -> list[tuple[str, bool, str, Facts, Facts]]:
    """Return the labelled pairs: what they are, whether they are one, how they were made, and both."""
    pairs = []
    for line in _PAIRS.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        record, label, how, *told = line.split("\t")
        half = len(told) // 2
        one, other = (_facts(record, told[start : start + half]) for start in (0, half))
        pairs.append((record, label == "1", how, one, other))
    return pairs


def _facts(record: str, told: list[str]) -> Facts:
    if record == "company":
        name, number, website = told
        return company_facts(name, number=number or None, website=website or None)
    name, email, phone, place = told
    return person_facts(name, email=email or None, phone=phone or None, places=[("company_id", int(place))])


def main() -> None:
    """Print recall and precision of each kind, and what was missed or wrongly asked about, by how it was made."""
    counts: Counter[tuple[str, str]] = Counter()
    wrong: Counter[str] = Counter()
    for record, is_double, how, one, other in read_pairs():
        is_met = bool(keys_of(one) & keys_of(other))
        is_found = is_met and compare(one, other) is not None
        counts[record, f"{'double' if is_double else 'other'} {'found' if is_found else 'left'}"] += 1
        if is_double and not is_met:
            counts[record, "not met"] += 1
        if is_found is not is_double:
            wrong[f"{record}: {how} {'wrongly asked about' if is_found else 'missed'}"] += 1
    for record in ("company", "person"):
        found, left = counts[record, "double found"], counts[record, "double left"]
        asked = counts[record, "other found"]
        print(f"{record}: {found + left} doubles, {asked + counts[record, 'other left']} others; ", end="")
        print(f"recall {found / (found + left):.3f}, precision {found / (found + asked):.3f}, ", end="")
        print(f"{counts[record, 'not met']} not met by blocking")
    for told, count in sorted(wrong.items()):
        print(f"  {count:3} {told}")


if __name__ == "__main__":
    main()
