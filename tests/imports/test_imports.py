"""Files are imported: mapped, checked row by row, decided on, brought in whole or not at all, and taken back."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from app.imports import running, work
from app.imports.columns import guess
from app.imports.kept_files import KeptFiles
from models.audit import AuditEntry
from models.imports import ImportedRow, ImportKind, ImportState
from models.organisations import Company, CompanyKind
from models.people import Person
from tests import factories
from tests.conftest import Browser
from tests.imports.files import check, csv_file, form_of, press, standing, the_import, upload, words, xlsx_file

HEADS = ["Företag", "Org.nr", "Kommun", "Bransch", "Ansvarig", "Senaste kontakt"]


def add(session: Session, *records: object) -> None:
    """Save records, so that what a browser asks for finds them."""
    session.add_all(records)
    session.commit()


def _number(serial: int) -> str:
    return factories.org_number(serial)


def test_a_file_is_checked_imported_and_taken_back(consultant: Browser, session: Session) -> None:
    owner = factories.user(name="Åsa Ansvarig")
    known = factories.company(name="Gamla Labbet AB", org_number=_number(1), municipality="Solna")
    same = factories.company(name="Samma AB", org_number=_number(2), municipality="Lund")
    add(session, owner, known, same)
    before = standing(session)
    content = csv_file([
        HEADS,
        ["Nya Labbet AB", _number(3), "Huddinge kommun", "Diagnostik", "åsa ansvarig", "2026-11-01"],
        ["Gamla Labbet i Solna AB", f"{_number(1)[:6]}-{_number(1)[6:]}", "", "Vacciner", "", ""],
        ["Samma AB", _number(2), "lund", "", "", ""],
    ])  # fmt: skip
    page = check(consultant, "companies", content)
    shown = words(consultant.get(page).text)
    assert "Läggs till 1 Ändras 1 Säger det som redan finns 1" in shown
    assert standing(session) == before
    assert press(consultant, page, "start").location == page
    session.expire_all()
    new = session.scalars(sa.select(Company).where(Company.org_number == _number(3))).one()
    assert (new.name, new.municipality, new.field, new.owner_id) == (
        "Nya Labbet AB",
        "Huddinge",
        "Diagnostik",
        owner.id,
    )
    assert (known.name, known.municipality, known.field) == ("Gamla Labbet i Solna AB", "Solna", "Vacciner")
    assert known.earlier_names == ["Gamla Labbet AB"]
    asked = sa.select(AuditEntry.action, AuditEntry.subject, AuditEntry.subject_id).order_by(AuditEntry.id)
    told = session.execute(asked).all()
    assert {("create", "company", str(new.id)), ("update", "company", str(known.id))} <= {tuple(row) for row in told}
    assert told[-1].action == "imported"
    assert press(consultant, page, "undo").location == page
    assert "1 togs bort och 1 är som förut. Inget hade ändrats" in words(consultant.get(page).text)
    assert standing(session) == before


def test_one_faulty_row_holds_all_back_and_every_fault_is_named(consultant: Browser, session: Session) -> None:
    content = csv_file([
        [*HEADS, "Hemsida"],
        ["Rätt AB", "", "Solna", "", "", "", ""],
        ["", "", "Solna", "", "", "", ""],
        ["Fel AB", "5560160681", "", "", "Ingen Alls", "igår", "hemsida"],
        ["Person", "8112189876", "", "", "", "", ""],
        ["rätt ab", "", "", "", "", "", ""],
        ["Styr\x07tecken AB", "", "", "", "", "", ""],
    ])  # fmt: skip
    page = check(consultant, "companies", content)
    shown = words(consultant.get(page).text)
    for said in (
        "3 Namn: Uppgiften behövs",
        "4 Fel AB Organisationsnummer: Kontrollsiffran",
        "Ansvarig: Ingen kollega",
        "Senaste kontakt: Datumet finns inte",
        "Webbplats: Det här är inte en webbadress",
        "5 Person Företagsform: Numret är ett personnummer",
        "6 rätt ab Namn: Samma post står i rad 2.",
        "osynliga styrtecken",
    ):
        assert said in shown, said
    assert "/start" not in consultant.get(page).text
    version = the_import(session).version
    assert consultant.send(f"{page}/start", {"version": str(version)}).status_code == 409
    assert session.scalars(sa.select(Company)).all() == []
    listed = consultant.get(f"{page}/rows.csv").data.decode("utf-8-sig").splitlines()
    assert listed[1].startswith("3;;Fel;Namn;")
    assert len(listed) == 1 + 8 + 1, listed
    book = load_workbook(io.BytesIO(consultant.get(f"{page}/rows.xlsx").data))
    assert book.active.max_row == len(listed)


@pytest.mark.only_on("sqlite")
def test_likely_doubles_wait_for_a_decision(consultant: Browser, session: Session) -> None:
    one, other = factories.company(name="Nordljus Diagnostik AB"), factories.company(name="Västvind Peptider AB")
    add(session, one, other)
    content = csv_file(
        [["Namn", "Bransch"], ["Nordljus Diagnostiks", "A"], ["Vestvind Peptider", "B"], ["Eget Bolag", "C"]]
    )
    page = check(consultant, "companies", content)
    assert "/start" not in consultant.get(page).text
    held = form_of(consultant.get(page).text)
    assert set(held) >= {"rule", "row_2", "row_3"}
    consultant.send(f"{page}/doubles", {**held, "rule": "skip", "row_2": str(one.id)})
    shown = words(consultant.get(page).text)
    assert "Läggs till 1 Ändras 1 Trolig dubblett, hoppas över 1" in shown
    held = form_of(consultant.get(page).text)
    # Both rows cannot be one company.
    consultant.send(f"{page}/doubles", {**held, "row_3": str(one.id)})
    assert consultant.get(page).status_code == 200
    consultant.send(f"{page}/doubles", {**form_of(consultant.get(page).text), "rule": "ask", "row_3": "create"})
    press(consultant, page, "start")
    session.expire_all()
    assert one.field == "A"

    # A name that was only nearly right is not written over the one on record.
    names = {each.name for each in session.scalars(sa.select(Company))}
    assert names == {"Nordljus Diagnostik AB", "Västvind Peptider AB", "Vestvind Peptider", "Eget Bolag"}


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(("mode", "said"), [("create", "Läggs till 1 Finns redan, hoppas över 1"),
                                            ("update", "Ändras 1 Finns inte, hoppas över 1")])  # fmt: skip
def test_only_new_ones_or_only_those_on_record(consultant: Browser, session: Session, mode: str, said: str) -> None:
    add(session, factories.company(name="Finns AB", org_number=_number(1)))
    content = csv_file([HEADS[:3], ["Finns AB", _number(1), "Solna"], ["Helt annat", _number(2), "Solna"]])
    page = check(consultant, "companies", content, mode=mode)
    assert said in words(consultant.get(page).text)


def test_later_edits_are_kept_and_listed(consultant: Browser, session: Session) -> None:
    known = factories.company(name="Känd AB", org_number=_number(1), field="Förut")
    add(session, known)
    rows = [["Namn", "Org.nr", "Bransch"], ["Känd AB", _number(1), "Nu"]]
    rows += [[f"Bolag {number}", _number(10 + number), "X"] for number in range(1, 5)]
    page = check(consultant, "companies", csv_file(rows))
    press(consultant, page, "start")
    session.expire_all()
    made = {each.name: each for each in session.scalars(sa.select(Company))}
    made["Bolag 1"].field = "Ändrat"
    known.field = "Ändrat också"
    add(session, factories.need(made["Bolag 2"]))
    press(consultant, page, "undo")
    shown = words(consultant.get(page).text)
    assert "Lämnas som de är, eftersom någon har arbetat med dem 3" in shown
    assert "Känd AB 2 Bolag 1 3 Bolag 2 4" in shown
    session.expire_all()
    assert {each.name for each in session.scalars(sa.select(Company))} == {"Känd AB", "Bolag 1", "Bolag 2"}
    assert known.field == "Ändrat också"
    assert consultant.send(f"{page}/undo", {"version": str(the_import(session).version)}).status_code == 409


PEOPLE = ["Namn", "E-post", "Telefon", "Företag", "Enhet", "Roll", "Kontakt", "Sedan", "Källa"]


def test_people_come_with_their_places(consultant: Browser, session: Session) -> None:
    company, unit = factories.company(name="Bolaget AB"), factories.infrastructure(name_sv="Enheten")
    add(session, company, unit)
    known = factories.contact(company, name="Kim Känd", email="kim@bolaget.example", phone="070-123 45 67")
    add(session, known)
    before = standing(session)
    rows = [
        PEOPLE,
        [
            "Ny Nyhlén",
            "ny@bolaget.example",
            "08-123 45 67",
            "bolaget ab",
            "",
            "Forskningschef",
            "ja",
            "2025-01-01",
            "Mässan",
        ],
        ["Ny Nyhlén", "ny@bolaget.example", "", "", "Enheten", "Gäst", "nej", "", "Mässan"],
        ["Kim Känd", "KIM@bolaget.example", "070-765 43 21", "Bolaget AB", "", "Vd", "", "", ""],
        ["Kim Känd", "kim@bolaget.example", "", "", "Enheten", "Styrelsen", "", "", ""],
    ]
    page = check(consultant, "people", csv_file(rows))
    assert "Läggs till 2 Ändras 2" in words(consultant.get(page).text)
    press(consultant, page, "start")
    session.expire_all()
    new = session.scalars(
        sa.select(Person).where(Person.name == "Ny Nyhlén").options(sa.orm.selectinload(Person.roles))
    ).one()
    assert [(role.company_id, role.infrastructure_id, role.title, role.is_contact) for role in new.roles] == [
        (company.id, None, "Forskningschef", True),
        (None, unit.id, "Gäst", False),
    ]
    again = check(consultant, "people", csv_file(rows))
    assert "Säger det som redan finns 4" in words(consultant.get(again).text)
    press(consultant, page, "undo")
    assert standing(session) == before


@pytest.mark.only_on("sqlite")
def test_faults_of_people_are_told(consultant: Browser, session: Session) -> None:
    add(session, *[factories.company(name="Dubbelt AB") for _each in range(2)])
    rows = [
        PEOPLE,
        ["A", "", "", "Dubbelt AB", "", "", "", "", "Källa"],
        ["B", "", "", "Okänt AB", "", "", "", "", "Källa"],
        ["C", "c@", "", "", "", "", "kanske", "", "Källa"],
        ["D", "", "12", "Dubbelt AB", "Enheten", "", "", "", "Källa"],
    ]
    page = check(consultant, "people", csv_file(rows), source="Listan")
    shown = words(consultant.get(page).text)
    for said in ("Flera företag har", "Inget registrerat företag", "Skriv var personen", "inget av dessa: Ja, Nej",
                 "En rad har en arbetsplats", "E-postadressen är inte fullständig"):  # fmt: skip
        assert said in shown, said


@pytest.mark.parametrize("kind", ["companies", "people"])
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.only_on("sqlite")
def test_what_is_on_record_read_back_changes_nothing(
    consultant: Browser, session: Session, kind: str, language: str
) -> None:
    sole = factories.company(name="=Ensam Firma", org_number="8112189876", kind=CompanyKind.SOLE_TRADER)
    company = factories.company(name="Två-streck AB", org_number=_number(1), website="https://två.example",
                                summary="Rad ett\nRad två", is_demo=True)  # fmt: skip
    abroad = factories.company(name="Sund ApS", org_number="DK13585628")
    add(session, sole, company, abroad)
    add(session, factories.contact(company, name="Åke Ö", email=None, phone="+46 8 123 45 67", source="Mötet"))
    consultant.send(f"/language/{language}")
    before = standing(session)
    for ending in ("csv", "xlsx"):
        content = consultant.get(f"/imports/{kind}/on-record.{ending}").data
        page = check(consultant, kind, content, f"fil.{ending}")
        counts = the_import(session).told
        assert counts == {"same": 3 if kind == "companies" else 1}, words(consultant.get(page).text)
    assert standing(session) == before
    empty = load_workbook(io.BytesIO(consultant.get(f"/imports/{kind}/start.xlsx").data)).active
    assert empty.max_row == 1


@pytest.mark.only_on("sqlite")
def test_what_columns_mean_is_remembered_and_asked_for(consultant: Browser, session: Session) -> None:
    content = csv_file([["Bolagets benämning", "Säte", "Kommun"], ["A AB", "Solna", "Lund"]])
    answer = upload(consultant, "companies", content)
    page = answer.location
    held = form_of(consultant.get(page).text)
    assert (held["column_1"], held["column_2"], held["column_3"]) == ("", "", "municipality")
    refused = consultant.send(page, held)
    assert refused.status_code == 422
    assert "Ingen kolumn betyder detta: Namn" in words(refused.text)
    twice = consultant.send(page, {**held, "column_1": "name", "column_2": "municipality"})
    assert "En annan kolumn betyder samma" in words(twice.text)
    assert consultant.send(page, {**held, "column_1": "name"}).status_code == 302
    other = form_of(consultant.get(upload(consultant, "companies", content).location).text)
    assert (other["column_1"], other["column_2"]) == ("name", "")


@pytest.mark.only_on("sqlite")
def test_what_is_no_file_is_refused_in_words(consultant: Browser, session: Session) -> None:
    answer = upload(consultant, "companies", b"%PDF-1.7", "avtal.pdf")
    assert answer.status_code == 422
    assert "Det här är ingen tabell" in words(answer.text)
    assert "Välj en fil" in words(consultant.send("/imports/companies/new", {}).text)
    large = consultant.post(
        "/imports/companies/new", data=b"a" * 5_200_000, content_type="multipart/form-data; boundary=x"
    )
    assert large.status_code == 413
    assert session.scalar(sa.select(sa.func.count(ImportedRow.id))) == 0


def test_records_changed_after_the_check_are_looked_at_again(consultant: Browser, session: Session) -> None:
    page = check(consultant, "companies", csv_file([["Namn", "Org.nr"], ["Ny AB", _number(1)]]))
    add(session, factories.company(name="Ny AB", org_number=_number(1)))
    press(consultant, page, "start")
    shown = words(consultant.get(page).text)
    assert "kontrollerats på nytt" in shown
    assert "Säger det som redan finns 1" in shown
    # What has nothing to do with the file does not stand in its way.
    page = check(consultant, "companies", csv_file([["Namn", "Org.nr"], ["Annan", _number(2)]]))
    add(session, factories.company(name="Ovidkommande Kvarn", org_number=_number(3)))
    press(consultant, page, "start")
    assert the_import(session).state is ImportState.DONE


def test_a_text_that_a_colleague_wrote_after_the_check_is_shown_before_it_is_overwritten(
    consultant: Browser, session: Session
) -> None:
    company = factories.company(name="Ändras AB", org_number=_number(1), summary="Från början")
    add(session, company)
    content = csv_file([["Namn", "Org.nr", "Om företaget"], ["Ändras AB", _number(1), "Från filen"]])
    page = check(consultant, "companies", content)
    assert "Från början;Från filen" in consultant.get(f"{page}/rows.csv").get_data().decode("utf-8-sig")
    company.summary = "Från en kollega"
    session.commit()
    press(consultant, page, "start")
    session.refresh(company)
    assert company.summary == "Från en kollega"
    assert "Från en kollega;Från filen" in consultant.get(f"{page}/rows.csv").get_data().decode("utf-8-sig")


def test_where_records_keep_changing_the_file_is_given_back_and_not_left_lying(
    consultant: Browser, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamps = itertools.count()
    page = check(consultant, "companies", csv_file([["Namn", "Org.nr"], ["Ny AB", _number(1)]]))
    monkeypatch.setattr(work, "stamp_of", lambda _session: str(next(stamps)))
    press(consultant, page, "start")
    assert the_import(session).state is ImportState.CHECKED
    assert "kontrollerats på nytt" in words(consultant.get(page).text)


def test_a_column_left_out_once_is_known_by_its_name_the_next_time(app: Flask) -> None:
    with app.test_request_context():
        assert guess(ImportKind.COMPANIES, ["Namn", "Ort"], {"namn": ""}) == ["name", "municipality"]


def test_a_step_that_was_broken_off_is_done_once_by_whoever_looks_next(
    app: Flask, consultant: Browser, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["Namn", "Org.nr"], *([f"Bolag {number} AB", _number(number)] for number in range(1, 40))]
    page = check(consultant, "companies", csv_file(rows))
    before = standing(session)
    # The process ends as if killed: nothing is cleaned up after it, and its lock goes with it.
    monkeypatch.setattr(work, "note_event", _killed)
    monkeypatch.setattr(running, "give_up", lambda *_args: None)
    press(consultant, page, "start")
    assert the_import(session).state is ImportState.WRITING
    assert standing(session) == before
    monkeypatch.undo()
    # While another process works on it, nobody else does.
    kept = KeptFiles(app.extensions["brygga"].import_folder, the_import(session).place)
    held = kept.lock()
    assert held is not None
    kept.tell(3, 39)
    assert "3 av 39 steg är klara" in words(consultant.get(page).text)
    kept.unlock(held)
    consultant.get(page)
    assert the_import(session).state is ImportState.DONE
    assert session.scalar(sa.select(sa.func.count(Company.id))) == 39
    assert list(app.extensions["brygga"].import_folder.iterdir()) == []


def _killed(*_args: Any, **_kwargs: Any) -> None:
    raise RuntimeError


@pytest.mark.only_on("sqlite")
def test_a_fault_of_ours_leaves_everything_as_it_was(
    consultant: Browser, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = check(consultant, "companies", csv_file([["Namn"], ["Ny AB"]]))
    monkeypatch.setattr(work, "note_event", _killed)
    press(consultant, page, "start")
    assert "Det gick inte" in words(consultant.get(page).text)
    monkeypatch.undo()
    press(consultant, page, "start")
    assert the_import(session).state is ImportState.DONE


@pytest.mark.only_on("sqlite")
def test_a_page_costs_the_same_with_one_row_and_with_thirty(
    consultant: Browser, session: Session, count_statements: Callable[[], Any]
) -> None:
    add(session, *[factories.company(name=f"Nordljus {word} AB") for word in ("Alfa", "Beta", "Gamma")])
    costs = []
    for count in (1, 30):
        rows = [["Namn", "Org.nr"], *([f"Fel {number}", "1"] for number in range(count))]
        rows += [[f"Nordljus {word}", ""] for word in ("Alfa", "Beta", "Gamma")[: min(count, 3)]]
        page = check(consultant, "companies", xlsx_file(rows), "fil.xlsx")
        consultant.get(page)
        with count_statements() as statements:
            consultant.get(page)
            consultant.get(f"{page}/columns")
            consultant.get("/imports")
        costs.append(len(statements))
    assert costs[0] == costs[1] <= 45
