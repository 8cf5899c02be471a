"""Needs, infrastructures and capabilities are imported as companies are: checked, written whole, and taken back."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from models.clock import today
from models.hand_ins import HandInState
from models.infrastructures import Capability, Infrastructure
from models.known_facts import Openness
from models.needs import Need, NeedStatus
from tests import factories
from tests.conftest import Browser
from tests.imports.files import check, csv_file, press, standing, the_import, words

FILES: dict[str, list[list[str]]] = {
    "needs": [
        [
            "Behov",
            "Företag",
            "Offentlig text",
            "Kom in den",
            "TRL",
            "Kvalitetsnivåer som krävs",
            "Nyckelord",
            "Kontaktperson",
        ],
        [
            "Mät renhet",
            "Sagan AB",
            "Vi vill mäta renheten i ett protein.",
            "2026-11-02",
            "4",
            "GMP, GLP",
            "Elisa",
            "Åsa",
        ],
        ["Ett utkast", "Sagan AB", "Vi vet inte riktigt än.", "", "", "", "", ""],
        ["Gammalt behov", "Sagan AB", "Nya ord om det gamla.", "", "", "", "Elisa", ""],
    ],
    "infrastructures": [
        ["Namn", "Värd", "I Flemingsberg?", "Tar emot företag?", "Beskrivning"],
        ["Nya labbet", "Värden", "Ja", "Ja", "Mäter allt."],
        ["Gamla labbet", "", "Nej", "", "Mäter mer än förr."],
    ],
    "capabilities": [
        ["Förmåga", "Infrastruktur", "Vad ett företag skickar, på svenska", "Nyckelord", "Ledtid", "Pris"],
        ["Ny mätning", "Gamla labbet", "Ett rör.", "elisa", "14", "från 900 kr"],
        ["Gammal mätning", "Gamla labbet", "Två rör.", "", "", ""],
    ],
}
TABLES: dict[str, type[Any]] = {"needs": Need, "infrastructures": Infrastructure, "capabilities": Capability}


@pytest.fixture
def world(session: Session) -> None:
    """A company with a contact and a need, and a unit of a host with a capability."""
    company = factories.company(name="Sagan AB")
    old = factories.infrastructure(name_sv="Gamla labbet", name_en="The old lab")
    session.add_all([
        company,
        factories.contact(company, name="Åsa"),
        factories.need(company, title="Gammalt behov", teaser="Gamla ord."),
        factories.host(name_sv="Värden", name_en="The host"),
        factories.concept(key="elisa", label_sv="Elisa", label_en="ELISA"),
        factories.capability(old, title_sv="Gammal mätning"),
    ])  # fmt: skip
    session.commit()


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.usefixtures("world")
def test_a_file_is_imported_and_taken_back(consultant: Browser, session: Session, kind: str) -> None:
    before = standing(session)
    page = check(consultant, kind, csv_file(FILES[kind]))
    shown = words(consultant.get(page).text)
    new = len(FILES[kind]) - 2
    assert f"Läggs till {new} Ändras 1" in shown, shown
    assert standing(session) == before
    press(consultant, page, "start")
    session.expire_all()
    _look_at(session, kind)
    # What is on record read back changes nothing.
    content = consultant.get(f"/imports/{kind}/on-record.xlsx").data
    rows = [[str(cell) if cell is not None else "" for cell in row] for row in _rows(content)]
    again = check(consultant, kind, csv_file(rows))
    assert f"Säger det som redan finns {len(rows) - 1}" in words(consultant.get(again).text)
    press(consultant, page, "undo")
    assert standing(session) == before
    assert the_import(session).told.get("kept", 0) == 0


def _rows(content: bytes) -> list[tuple[Any, ...]]:
    sheet = load_workbook(BytesIO(content)).active
    assert sheet is not None
    return [tuple(cell.date() if hasattr(cell, "date") else cell for cell in row) for row in sheet.values]


def _look_at(session: Session, kind: str) -> None:
    made = session.scalars(sa.select(TABLES[kind]).order_by(TABLES[kind].id.desc())).all()
    if kind == "needs":
        draft, opened, old = made
        assert (draft.status, draft.opened_on) == (NeedStatus.DRAFT, None)
        assert (opened.status, opened.opened_on.isoformat(), opened.trl) == (NeedStatus.OPEN, "2026-11-02", 4)
        assert opened.quality == ["GMP", "GLP"]
        assert opened.contact_id is not None
        assert old.teaser == "Nya ord om det gamla."
        assert session.scalar(sa.select(sa.func.count()).select_from(sa.table("need_concept"))) == 2
    elif kind == "infrastructures":
        new, old = made
        assert (new.key, new.name_en, new.open_to_companies) == ("nya-labbet", "Nya labbet", Openness.YES)
        assert new.confirmed_on is None
        assert old.description_sv == "Mäter mer än förr."
        assert session.scalar(sa.select(sa.func.count()).select_from(sa.table("infrastructure_host"))) == 1
    else:
        new, old = made
        assert (new.title_en, new.lead_time_days, new.price_note) == ("Ny mätning", 14, "från 900 kr")
        assert new.text_sv == "Ett rör."
        assert old.text_sv.startswith("Två rör.")
        assert new.is_active


TOMORROW = str(today() + timedelta(days=1))


@pytest.mark.parametrize(
    ("kind", "cells", "said"),
    [
        ("needs", {"Företag": "Okända AB"}, "Inget registrerat företag"),
        ("needs", {"Företag": ""}, "cellen är tom"),
        ("needs", {"Offentlig text": "Sagan AB vill mäta."}, "vilket företag det är"),
        ("needs", {"Kom in den": TOMORROW}, "har inte varit än"),
        ("needs", {"Nyckelord": "Hittepåord"}, "finns inte i ordlistan"),
        ("needs", {"Kontaktperson": "Okänd"}, "Ingen på företaget"),
        ("needs", {"Behov": "Gammalt behov", "Kom in den": "2020-01-01"}, ""),
        ("infrastructures", {"Värd": "Okänd"}, "Ingen registrerad värdorganisation"),
        ("infrastructures", {"I Flemingsberg?": "kanske"}, "inget av"),
        ("capabilities", {"Infrastruktur": "Okänd"}, "Ingen registrerad infrastruktur"),
        ("capabilities", {"Ledtid": "en vecka"}, ""),
    ],
)
@pytest.mark.usefixtures("world")
@pytest.mark.only_on("sqlite")
def test_a_faulty_row_is_named_with_what_is_wrong(
    consultant: Browser, kind: str, cells: dict[str, str], said: str
) -> None:
    heads, row = FILES[kind][:2]
    faulty = [cells.get(head, cell) for head, cell in zip(heads, row, strict=True)]
    shown = words(consultant.get(check(consultant, kind, csv_file([heads, faulty]))).text)
    is_faulty = "Fel 1" in shown
    assert is_faulty is (cells != {"Behov": "Gammalt behov", "Kom in den": "2020-01-01"}), shown
    assert said in shown, shown


@pytest.mark.usefixtures("world")
def test_what_a_company_handed_in_keeps_the_words_it_agreed_to(consultant: Browser, session: Session) -> None:
    session.add(factories.hand_in(need_id=session.scalars(sa.select(Need.id)).one(), state=HandInState.ACCEPTED))
    session.commit()
    heads, old = FILES["needs"][0], FILES["needs"][3]
    shown = words(consultant.get(check(consultant, "needs", csv_file([heads, old]))).text)
    assert "har lämnat in behovet själv" in shown
    # Of what the company has not agreed to, the office decides.
    same = check(
        consultant, "needs", csv_file([["Behov", "Företag", "Offentlig text", "TRL"], [*old[:2], "Gamla ord.", "5"]])
    )
    assert "Ändras 1" in words(consultant.get(same).text)
