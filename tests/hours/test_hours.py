"""Hours: meetings' minutes and logged time are one ledger, whose parts add up to the minute, on page and in file."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from models.audit import AuditEntry
from models.clock import now, today
from models.meetings import Meeting, MeetingStatus
from models.programmes import Programme
from models.time_entries import Activity, TimeEntry
from tests import factories
from tests.conftest import Browser


@pytest.fixture
def programme(session: Session) -> Programme:
    """A programme with time in it: meetings held, waited for in vain, planned and cancelled, and two entries."""
    made = factories.programme()
    need = factories.need(factories.company(name="Tidtagaren AB"), programme=made, title="Mäta tid")
    match = factories.match(need, factories.capability(factories.infrastructure()))
    planned = factories.meeting(match, status=MeetingStatus.PLANNED, minutes_used=500, held_on=today())
    session.add_all(
        [
            factories.meeting(match, minutes_used=45),
            factories.meeting(match, minutes_used=10, status=MeetingStatus.NOT_HELD),
            planned,
            factories.meeting(match, minutes_used=600, status=MeetingStatus.CANCELLED),
            factories.time_entry(made, need=need),
            factories.time_entry(made, minutes=30, activity=Activity.OTHER, text="=SUMMA(A1)"),
            factories.time_entry(made, minutes=999, taken_back_at=now()),
        ]
    )
    session.commit()
    return made


def in_csv(consultant: Browser, query: str = "") -> list[list[str]]:
    answer = consultant.get(f"/hours/export.csv{query}")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_parts_add_up_to_the_minute(consultant: Browser, programme: Programme) -> None:
    heads, *rows = in_csv(consultant)
    assert heads[:3] == ["Dag", "Minuter", "Timmar"]
    assert sorted(int(row[1]) for row in rows) == [10, 30, 45, 90]
    assert {row[2] for row in rows} >= {"0,75", "1,5"}
    page = consultant.get("/hours").get_data(as_text=True)
    assert "Totalt 2 h 55 min" in page
    # Neither the 500 minutes of what is only planned, the 600 of what was cancelled nor the 999 that were taken back.
    assert "8 h 20 min" not in page
    assert "16 h 39 min" not in page
    parts = {name: int(in_csv(consultant, f"?activity={name}")[1][1]) for name in ("other", "matching")}
    assert parts == {"other": 30, "matching": 90}
    assert len(in_csv(consultant, f"?programme={programme.code}")) == 5
    assert len(in_csv(consultant, "?month=2026-02")) == 5
    assert len(in_csv(consultant, "?q=tidtagaren")) == 4


def test_the_workbook_has_the_same_rows_and_no_formula(consultant: Browser, programme: Programme) -> None:
    book = openpyxl.load_workbook(io.BytesIO(consultant.get("/hours/export.xlsx").data))
    rows, summed = book.worksheets
    assert sorted(row[1] for row in rows.iter_rows(min_row=2, values_only=True)) == [10, 30, 45, 90]
    assert list(summed.iter_rows(values_only=True))[-1][:2] == ("Totalt", 175)
    assert {cell.data_type for row in rows.iter_rows(min_row=2) for cell in row} <= {"n", "s", "d"}
    assert "'=SUMMA(A1)" in {row[7] for row in in_csv(consultant)[1:]}


def test_what_is_another_programmes_stands_by_itself(
    app: Flask, consultant: Browser, session: Session, programme: Programme
) -> None:
    other = factories.programme(name_sv="Ett annat program", code=app.extensions["brygga"].programme)
    session.add_all([other, factories.time_entry(other, minutes=35)])
    session.commit()

    def minutes_of(part: str) -> list[int]:
        read = [(int(h or 0), int(m or 0)) for h, m in re.findall(r"<b>(?:(\d+) h)?(?: ?(\d+) min)?</b>", part)]
        return [hours * 60 + minutes for hours, minutes in read]

    page = consultant.get("/hours").text
    assert "Totalt 3 h 30 min" in page
    activities, programmes = re.findall(r'<ul class="hours-parts">(.*?)</ul>', page, re.DOTALL)
    assert sum(minutes_of(activities)) == 210
    assert minutes_of(programmes) == [175, 35]
    assert "Ett annat program" in programmes
    # The budget is one programme's, and says whose; of that alone the total is the same as what it has used.
    assert "Budget för Ett annat program" in page
    alone = consultant.get(f"/hours?programme={programme.code}").text
    assert "Totalt 2 h 55 min" in alone
    assert alone.count("hours-parts") == 1


def test_a_meeting_says_that_its_minutes_are_not_counted(
    consultant: Browser, session: Session, programme: Programme
) -> None:
    told = {}
    for meeting in session.scalars(sa.select(Meeting)):
        page = consultant.get(f"/meetings/{meeting.id}").text
        told[meeting.minutes_used] = "cancelled" if "räknas inte: mötet är inställt" in page else "räknas inte" in page
    assert told == {45: False, 10: False, 500: True, 600: "cancelled"}


def test_taking_a_file_is_noted(consultant: Browser, session: Session, programme: Programme) -> None:
    consultant.get("/hours/export.csv?activity=other")
    told = session.scalars(sa.select(AuditEntry.changes).where(AuditEntry.action == "exported")).one()
    assert told == {"rows": 1, "format": "csv", "activity": "other"}


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("90", 90),
        ("1:30", 90),
        ("1,5 h", 90),
        ("1.5h", 90),
        ("2 timmar", 120),
        ("45 min", 45),
        ("24:00", 1440),
        ("1 h 30 min", 90),
        ("1h5", 65),
    ],
)
def test_time_is_read_as_people_write_it(
    consultant: Browser, session: Session, programme: Programme, typed: str, minutes: int
) -> None:
    assert log(consultant, programme, minutes=typed).status_code == 302
    assert session.scalars(sa.select(TimeEntry.minutes).where(TimeEntry.text == "Ringde")).one() == minutes


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"minutes": ""}, "Fyll i"),
        ({"minutes": "0"}, "minst en minut"),
        ({"minutes": "24:01"}, "högst ett dygn"),
        ({"minutes": "en stund"}, "Skriv tiden som minuter"),
        ({"worked_on": str(today() + timedelta(days=1))}, "Dagen har inte varit än"),
        ({"activity": "sömn"}, "Välj ett av alternativen"),
        ({"programme_id": "0"}, "Välj ett av alternativen"),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    consultant: Browser, programme: Programme, wrong: dict[str, str], said: str
) -> None:
    answer = log(consultant, programme, **wrong)
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert said in text
    assert "Ringde" in text


def log(consultant: Browser, programme: Programme, **typed: str) -> Any:
    sent = {"minutes": "90", "activity": "other", "text": "Ringde", "worked_on": str(today())}
    return consultant.send("/hours/new", {**sent, "programme_id": str(programme.id), **typed})


def test_time_of_a_closed_account_is_found(consultant: Browser, session: Session, programme: Programme) -> None:
    gone = factories.user(is_active=False, name="Slutade Sara")
    session.add(gone)
    session.flush()
    session.add(factories.time_entry(programme, minutes=77, worker_id=gone.id))
    session.commit()
    assert [row[1] for row in in_csv(consultant, f"?worker={gone.id}")[1:]] == ["77"]


def test_taken_back_and_put_back_exactly(consultant: Browser, session: Session, programme: Programme) -> None:
    entry = session.scalars(sa.select(TimeEntry).where(TimeEntry.minutes == 30)).one()
    page, before = f"/hours/{entry.id}/edit", in_csv(consultant)
    consultant.send(f"/hours/{entry.id}/take-back", {"version": str(entry.version)})
    assert len(in_csv(consultant)) == len(before) - 1
    assert consultant.get(page).status_code == 404
    session.expire_all()
    consultant.send(f"/hours/{entry.id}/put-back", {"version": str(entry.version)})
    assert in_csv(consultant) == before


def test_time_about_a_need_is_logged_from_its_page(consultant: Browser, session: Session, programme: Programme) -> None:
    need = session.scalars(sa.select(TimeEntry).where(TimeEntry.need_id.is_not(None))).one().need
    assert need is not None
    path = f"/needs/{need.id}/hours/new"
    assert path in consultant.get(f"/needs/{need.id}").get_data(as_text=True)
    sent = {"minutes": "15", "activity": "matching", "worked_on": str(today()), "programme_id": str(programme.id)}
    assert consultant.send(path, sent).headers["Location"].endswith(f"/needs/{need.id}")
    assert session.scalars(sa.select(TimeEntry).where(TimeEntry.minutes == 15)).one().need_id == need.id


def test_the_page_asks_as_much_for_thirty_rows_as_for_one(
    consultant: Browser, session: Session, programme: Programme, count_statements: Any
) -> None:
    with count_statements() as few:
        consultant.get("/hours")
    session.add_all(factories.time_entry(programme, worked_on=date(2026, 1, 1 + day)) for day in range(30))
    session.commit()
    with count_statements() as many:
        consultant.get("/hours")
    assert len(many) <= len(few) <= 25
