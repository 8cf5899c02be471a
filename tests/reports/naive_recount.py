"""What reports must say, counted anew from the audit trail alone, in the plainest way; it shares no code with them.

The trail hides what is confidential: of evidence it says only that it changed. Whoever writes the trail for this
recount therefore gives every record evidence, and changes it only by taking it away or putting it back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from statistics import median
from types import SimpleNamespace
from typing import Any, Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.audit import AuditEntry
from models.smf import SizeClass, class_on, first_day

Row = dict[str, Any]
LADDER: Final = ("suggested", "shortlisted", "introduced", "meeting_held", "agreed", "used")
EVENTS: Final = ("social_event", "seminar", "fair")
OF_USES: Final = ("smf_used", "company_supported", "joint_rd", "infrastructure_opened")
# What a rule counts, and by what two are one.
OF_RESULTS: Final = {
    "network_started": ("network", "title"),
    "social_event": ("social_event", "title and day"),
    "established": ("establishment", "company_id"),
    "started_up": ("start_up", "company_id"),
    "sustainability_started": ("sustainability", "title"),
    "entered_company": ("figure", "company_id"),
    "entered_smf": ("figure", "company_id"),
    # The walk's programme has no indicator that this one could be a part of.
    "entered_part": ("figure", "company_id"),
    "reported": ("figure", "id"),
}


def day(text: Any) -> Any:
    """Return the day of a text, which may be of a moment: then the day in Stockholm; of nothing it is None."""
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment.astimezone(ZoneInfo("Europe/Stockholm")).date() if moment.tzinfo else moment.date()


class Recount:
    """The records as the trail has left them, and what a report must say of them."""

    def __init__(self, session: Session, since: int = 0) -> None:
        """Read the trail, or what came after one of its entries."""
        self.rows: dict[str, dict[int, Row]] = defaultdict(dict)
        self.merges: list[tuple[int, int, list[Row], list[Row]]] = []
        for entry in session.scalars(sa.select(AuditEntry).where(AuditEntry.id > since).order_by(AuditEntry.id)):
            self._replay(entry)

    def _replay(self, entry: AuditEntry) -> None:
        if entry.subject == "company" and entry.action == "merged":
            self._merge(int(entry.subject_id), entry.changes["gone"])
        elif entry.subject == "company" and entry.action == "unmerged":
            self._part(entry.changes["back"])
        elif entry.action == "delete":
            self.rows[entry.subject].pop(int(entry.subject_id), None)
        elif entry.action in ("create", "update") and entry.subject_id.isdigit():
            self._write(entry)

    def _write(self, entry: AuditEntry) -> None:
        table, number = self.rows[entry.subject], int(entry.subject_id)
        if entry.action == "create":
            table[number] = {"id": number, "evidence": False, "at": entry.at.isoformat(), "ended": []}
        row = table[number]
        for name, change in entry.changes.items():
            if name == "evidence" and entry.subject == "achievement":
                row[name] = not row[name]
            elif change != "changed":
                # A day that a record held from itself until it was taken away.
                if name in ("closed_on", "opened_on") and change[0] and not change[1]:
                    row["ended"].append((day(change[0]), day(entry.at.isoformat())))
                row[name] = change[1]

    def _merge(self, stays: int, gone: int) -> None:
        aside = []
        for theirs in self._of(gone, "smf_declaration"):
            if any(_share_a_day(theirs, mine) for mine in self._of(stays, "smf_declaration")):
                aside.append(theirs)
        years = self.rows["smf_declaration"]
        self.rows["smf_declaration"] = {key: row for key, row in years.items() if row not in aside}
        moved = [row for table in ("need", "achievement", "smf_declaration") for row in self._of(gone, table)]
        for row in moved:
            row["company_id"] = stays
        self.merges.append((gone, stays, moved, aside))

    def _part(self, back: int) -> None:
        merge = next(each for each in reversed(self.merges) if each[0] == back)
        self.merges.remove(merge)
        gone, stays, moved, aside = merge
        for row in moved:
            if row["company_id"] == stays:
                row["company_id"] = gone
        for row in aside:
            # Its number may be another's by now.
            years = self.rows["smf_declaration"]
            years[-len(years) if row["id"] in years else row["id"]] = row

    def _of(self, company: int, table: str) -> list[Row]:
        return [row for row in self.rows[table].values() if row.get("company_id") == company]

    def company_now(self, number: int) -> int:
        """Return where a company is today."""
        for gone, stays, _moved, _aside in self.merges:
            number = stays if number == gone else number
        return number

    def figures(self, programme: int, first: date, end: date) -> dict[str, list[int]]:
        """Return the numbers of the rows behind each figure of a month that ends on a day."""
        needs = {row["id"]: row for row in self.rows["need"].values() if row.get("programme_id") == programme}
        matches = {row["id"]: row for row in self.rows["match"].values() if row["need_id"] in needs}
        taken = {number: self._taken(number) for number in matches}
        by_end = {number: {at: on for at, on in steps.items() if on <= end} for number, steps in taken.items()}
        found: dict[str, list[int]] = {f"needs_{state}": [] for state in ("matched", "waiting", "unmet")}
        opened: dict[int, date] = {}
        for need in needs.values():
            on = day(need.get("opened_on"))
            if on is None:
                continue
            opened[need["company_id"]] = min(on, opened.get(need["company_id"], on))
            closed = day(need.get("closed_on"))
            is_closed = (closed is not None and closed <= end) or any(a <= end < b for a, b in need["ended"])
            if on <= end and not is_closed:
                steps = [by_end[number] for number, match in matches.items() if match["need_id"] == need["id"]]
                under_way = [each for each in steps if each and "closed" not in each]
                introduced = any(stage in each for each in under_way for stage in LADDER[2:])
                state = "matched" if introduced else "waiting" if under_way else "unmet"
                found[f"needs_{state}"].append(need["id"])
        found["new_needs"] = [row["id"] for row in needs.values() if _within(day(row.get("opened_on")), first, end)]
        found["new_companies"] = [company for company, on in opened.items() if first <= on <= end]
        found["introductions"] = [each for each in matches if _within(taken[each].get("introduced"), first, end)]
        found["matches_lost"] = [
            number
            for number, steps in taken.items()
            if _within(steps.get("closed"), first, end)
            if any(steps.get(stage, date.max) <= steps["closed"] for stage in LADDER)
            if steps.get("used", date.max) > steps["closed"]
        ]
        for status in ("held", "planned", "not_held"):
            found[f"meetings_{status}"] = [
                row["id"]
                for row in self._parts("meeting", matches)
                if row["status"] == status and _within(day(row["held_on"]), first, end)
            ]
        uses = self._parts("use", matches)
        found["uses_started"] = [row["id"] for row in uses if _within(day(row["started_on"]), first, end)]
        return found | self._targets(programme, end, uses, needs, matches) | self._events(programme, first, end)

    def funnel(self, programme: int, end: date) -> dict[str, tuple[int, float | None]]:
        """Return of each stage how many matches had come to it by a day, and the median days from the one before."""
        needs = {row["id"] for row in self.rows["need"].values() if row.get("programme_id") == programme}
        all_taken = [self._taken(row["id"]) for row in self.rows["match"].values() if row["need_id"] in needs]
        taken = [{stage: on for stage, on in steps.items() if on <= end} for steps in all_taken]
        found: dict[str, tuple[int, float | None]] = {}
        for place, stage in enumerate(LADDER):
            waits = []
            for steps in taken:
                earlier = [steps[each] for each in LADDER[:place] if each in steps]
                if stage in steps and earlier:
                    waits.append(max((steps[stage] - earlier[-1]).days, 0))
            begun = [steps for steps in taken if stage in steps or (place == 0 and steps.keys() & set(LADDER))]
            found[stage] = (len(begun), round(float(median(waits)), 1) if waits else None)
        return found

    def _parts(self, table: str, matches: dict[int, Row]) -> list[Row]:
        return [row for row in self.rows[table].values() if row["match_id"] in matches and not row.get("taken_back_at")]

    def _taken(self, match: int) -> dict[str, date]:
        """Return the day of each stage of a match: as somebody said, but where something happened as that happened."""
        steps: dict[str, Any] = {}
        for change in sorted(self._of_match(match, "stage_change"), key=lambda row: row["id"]):
            stage, on = change["to_stage"], day(change.get("at"))
            if stage != "closed":
                kept = LADDER[: LADDER.index(stage) + 1]
                steps = {each: when for each, when in steps.items() if each in kept}
            steps.setdefault(stage, on)
        happened = {
            "introduced": [row["started_at"] for row in self._of_match(match, "introduction")],
            "meeting_held": [row["held_on"] for row in self._of_match(match, "meeting") if row["status"] == "held"],
            "used": [row["started_on"] for row in self._of_match(match, "use")],
        }
        return steps | {stage: min(map(day, days)) for stage, days in happened.items() if days}

    def _of_match(self, match: int, table: str) -> Iterator[Row]:
        rows = self.rows[table].values()
        return (row for row in rows if row["match_id"] == match and not row.get("taken_back_at"))

    def _size(self, company: int, on: date) -> SizeClass:
        declared = [
            SimpleNamespace(
                period_start=day(row.get("period_start")),
                period_end=day(row["period_end"]),
                size_class=SizeClass(row["size_class"]),
                owner_changed=row["owner_changed"],
                is_estimate=row["is_estimate"],
            )
            for row in self._of(company, "smf_declaration")
        ]
        return class_on(declared, on)

    def _targets(
        self, programme: int, end: date, uses: list[Row], needs: dict[int, Row], matches: dict[int, Row]
    ) -> dict[str, list[int]]:
        about = self.rows["programme"][programme]
        first, last = date.fromisoformat(about["starts_on"]), min(date.fromisoformat(about["ends_on"]), end)
        shown = [
            row
            for row in sorted(uses, key=lambda row: (row["started_on"], row["id"]))
            if row.get("evidence_kind") and not row.get("is_disputed") and _within(day(row["started_on"]), first, last)
        ]
        company = {row["id"]: needs[matches[row["match_id"]]["need_id"]]["company_id"] for row in shown}
        asked: dict[int, date] = {}
        for row in shown:
            asked.setdefault(company[row["id"]], date.fromisoformat(row["started_on"]))
        shown = [row for row in shown if self._size(company[row["id"]], asked[company[row["id"]]]).is_smf]
        capabilities, units = self.rows["capability"], self.rows["infrastructure"]
        unit = {
            row["id"]: capabilities[matches[row["match_id"]]["capability_id"]]["infrastructure_id"] for row in shown
        }
        found: dict[str, list[int]] = {}
        for indicator in self.rows["indicator"].values():
            if indicator["programme_id"] != programme:
                continue
            rule, code = indicator["rule"], indicator["code"]
            if rule == "infrastructure_opened":
                found[code] = sorted({each for each in unit.values() if self._is_open_here(units[each], last, end)})
            elif rule in OF_USES:
                counted = [row for row in shown if rule != "joint_rd" or row.get("joint_rd")]
                found[code] = sorted({company[row["id"]] for row in counted})
            else:
                found[code] = self._results(programme, indicator, first, last)
        return found

    @staticmethod
    def _is_open_here(unit: Row, last: date, end: date) -> bool:
        """Tell whether a unit was open on a day, and had come to be so before the programme's last."""
        opened = day(unit.get("opened_on"))
        spans = [*unit["ended"], *([(opened, date.max)] if opened else [])]
        is_open = any(a <= min(last, end) and a <= end < b for a, b in spans)
        return is_open and unit["in_flemingsberg"] == "yes"

    def _standing(self, programme: int, kinds: tuple[str, ...], first: date, last: date) -> list[Row]:
        rows = [
            row
            for row in self.rows["achievement"].values()
            if row["programme_id"] == programme and row["kind"] in kinds and row["evidence"]
            if not row.get("taken_back_at") and _within(day(row["happened_on"]), first, last)
        ]
        return sorted(rows, key=lambda row: (row["happened_on"], row["id"]))

    def _results(self, programme: int, indicator: Row, first: date, last: date) -> list[int]:
        kind, same = OF_RESULTS[indicator["rule"]]
        found: dict[Any, int] = {}
        asked: dict[int, date] = {}
        for row in self._standing(programme, (kind,), first, last):
            if kind == "figure" and row.get("indicator_id") != indicator["id"]:
                continue
            if indicator["rule"] == "entered_smf":
                on = asked.setdefault(row["company_id"], date.fromisoformat(row["happened_on"]))
                if not self._size(row["company_id"], on).is_smf:
                    continue
            if kind == "establishment" and "Flemingsberg" not in (row.get("place") or "Flemingsberg"):
                continue
            one = (row["title"], row["happened_on"]) if same == "title and day" else row[same]
            found.setdefault(one, row["id"])
        return sorted(found.values())

    def amount(self, numbers: list[int]) -> Decimal:
        """Return what entries add up to."""
        rows = self.rows["achievement"]
        return sum((Decimal(rows[number].get("amount") or 1) for number in numbers), Decimal(0))

    def _events(self, programme: int, first: date, end: date) -> dict[str, list[int]]:
        about = self.rows["programme"][programme]
        begins, last = date.fromisoformat(about["starts_on"]), min(date.fromisoformat(about["ends_on"]), end)
        found: dict[str, list[int]] = {}
        for kind in EVENTS:
            held: dict[Any, Row] = {}
            for row in self._standing(programme, (kind,), begins, last):
                held.setdefault((row["title"], row["happened_on"]), row)
            found[f"held-{kind}"] = sorted(row["id"] for row in held.values())
            found[f"event-{kind}"] = sorted(row["id"] for row in held.values() if row["happened_on"] >= str(first))
        levels = {row["company_id"]: row for row in self._standing(programme, ("ladder",), date.min, end)}
        for level in (1, 2, 3, 4):
            found[f"ladder-{level}"] = sorted(row["id"] for row in levels.values() if row["level"] == level)
        return found


def _within(on: date | None, first: date, last: date) -> bool:
    return on is not None and first <= on <= last


def _share_a_day(one: Row, other: Row) -> bool:
    if one["is_estimate"] != other["is_estimate"]:
        return False
    (a, b), (c, d) = (_days_of_year(each) for each in (one, other))
    return a <= d and c <= b


def _days_of_year(row: Row) -> tuple[date, date]:
    end = date.fromisoformat(row["period_end"])
    return first_day(day(row.get("period_start")), end), end
