"""Achievements are recorded, corrected, taken back and found; each form has its kind's own fields."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.achievements.participant_use_cases import forget_participants
from app.achievements.sign_ups import BadLinesError, read_pasted
from app.limits import PARTICIPANTS_KEPT
from models.achievements import Achievement, AchievementKind
from models.clock import today
from models.files import RecordFile
from models.organisations import Company
from models.participants import Participant
from models.programmes import CountingRule, Indicator, Programme
from tests import factories
from tests.conftest import Browser

NUMBER = factories.org_number(77)
pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture
def programme(session: Session) -> Programme:
    """A programme with an indicator of each kind that takes entries by hand, and a company on record."""
    made = factories.programme()
    for code in (CountingRule.REPORTED, CountingRule.ENTERED_COMPANY, CountingRule.ENTERED_SMF):
        made.indicators.append(Indicator(code=code, name_sv=code, name_en=code, unit="fte", rule=code, target=3))
    session.add_all([made, factories.company(name="Bron AB", org_number=NUMBER)])
    session.commit()
    return made


def send(consultant: Browser, what: str, programme: Programme, **typed: str) -> Any:
    sent = {"happened_on": str(today()), "programme_id": str(programme.id), "evidence": "Protokoll 4", **typed}
    return consultant.send(f"/achievements/new/{what}", sent)


def enter(consultant: Browser, programme: Programme, code: str, **typed: str) -> Any:
    sent = {"happened_on": str(today()), "evidence": "Intyg 4", **typed}
    return consultant.send(f"/programmes/{programme.code}/{code}/enter", sent)


def only(session: Session) -> Achievement:
    return session.scalars(sa.select(Achievement)).one()


@pytest.mark.parametrize(
    "typed", ["Bron AB", "bron ab", factories.org_number(77), "SE" + factories.org_number(77) + "01"]
)
def test_a_company_on_record_is_found_by_name_or_number(
    consultant: Browser, session: Session, programme: Programme, typed: str
) -> None:
    assert send(consultant, "start_up", programme, whom=typed).status_code == 302
    company = session.scalars(sa.select(Company)).one()
    assert (only(session).company_id, only(session).organisation) == (company.id, None)


def test_another_is_kept_as_it_was_written(consultant: Browser, session: Session, programme: Programme) -> None:
    send(consultant, "establishment", programme, whom="Nya Viken Ltd", place="Flemingsberg")
    assert (only(session).company_id, only(session).organisation) == (None, "Nya Viken Ltd")
    page = consultant.get(f"/achievements/{only(session).id}").get_data(as_text=True)
    assert "Nya Viken Ltd" in page


@pytest.mark.parametrize(
    ("what", "wrong", "said"),
    [
        ("start_up", {"whom": ""}, "Fyll i"),
        ("start_up", {"whom": factories.org_number(78)}, "Registrera företaget först"),
        ("start_up", {"happened_on": str(today() + timedelta(days=1))}, "Den dagen har inte varit än"),
        ("social_event", {"title": ""}, "Fyll i"),
        ("social_event", {"participants": "KI, talare", "participants_until": ""}, "till vilken dag"),
        ("social_event", {"participants_until": "2090-01-01"}, "högst fem år"),
        ("social_event", {"participants": "KI, talare", "participants_until": "2020-01-01"}, "Den dagen är förbi"),
        ("ladder", {"level": "5", "whom": "Bron AB"}, "Välj ett av alternativen"),
        ("ladder", {"level": "2", "whom": ""}, "vems steg"),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    consultant: Browser, programme: Programme, what: str, wrong: dict[str, str], said: str
) -> None:
    answer = send(consultant, what, programme, **wrong)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert "Protokoll 4" in answer.get_data(as_text=True)


def test_two_companies_of_one_name_are_told_apart_by_number(
    consultant: Browser, session: Session, programme: Programme
) -> None:
    session.add(factories.company(name="Bron AB"))
    session.commit()
    answer = send(consultant, "start_up", programme, whom="Bron AB")
    assert "Flera företag har det namnet" in answer.get_data(as_text=True)


def test_an_event_may_be_planned_and_counts_who_came(
    consultant: Browser, session: Session, programme: Programme
) -> None:
    ahead = str(today() + timedelta(days=9))
    came = {"participants": "KI, talare\n\nHemsö, värd", "participants_until": ahead}
    send(consultant, "fair", programme, title="Mässa", happened_on=ahead, **came)
    assert (only(session).participant_count, only(session).kind) == (2, AchievementKind.FAIR)


_LIST = "Namn;E-post;Företag;Roll\nAda Ek;ada@x.example;Bron AB;vd\nAda Ek;ADA@x.example;Bron AB;vd\nBo;;KI;talare\n"


@pytest.mark.parametrize("pasted", [True, False])
def test_a_sign_up_list_keeps_organisation_and_role_of_each_once(
    consultant: Browser, session: Session, programme: Programme, *, pasted: bool
) -> None:
    kept = {"participants_until": str(today() + timedelta(days=9))}
    send(consultant, "fair", programme, title="Mässa", participants=_LIST if pasted else "", **kept)
    page = f"/achievements/{only(session).id}"
    if not pasted:
        file = (io.BytesIO(_LIST.encode()), "anmälda.csv")
        assert consultant.send(f"/imports/participants/{only(session).id}", {"file": file}).status_code == 302
    session.expire_all()
    assert (came(session), only(session).participant_count) == ([("Bron AB", "vd"), ("KI", "talare")], 2)
    # A company of that name is proposed, and is nobody's until somebody has said so.
    company, shown = session.scalars(sa.select(Company)).one(), consultant.get(page).text
    assert f'/companies/{company.id}"' not in shown
    row = session.scalars(sa.select(Participant)).first()
    assert row is not None
    said = {"version": str(row.version), "record": f"company-{company.id}"}
    assert consultant.send(f"/achievements/participants/{row.id}/confirm", said).status_code == 302
    session.expire_all()
    assert row.company_id == company.id
    assert f'/companies/{company.id}"' in consultant.get(page).text
    assert consultant.get(f"{page}/participants.csv").text.count("Bron AB") == 2
    # What was confirmed stays so when the list is read anew, and a line with a name is named and kept as it was typed.
    if not pasted:
        again = (io.BytesIO(_LIST.encode()), "anmälda.csv")
        shown_version = {"file": again, "version": str(only(session).version)}
        assert consultant.send(f"/imports/participants/{only(session).id}", shown_version).status_code == 302
        session.expire_all()
        assert [each.company_id for each in session.scalars(sa.select(Participant))] == [company.id, None]
    typed = "KI, talare\n\nAda Ek, KI, vd"
    wrong = consultant.send(f"{page}/participants/new", {"people": typed})
    assert wrong.status_code == 422
    assert "Rad 3" in wrong.text
    assert "Ada Ek, KI, vd" in wrong.text


def came(session: Session) -> list[tuple[str, str | None]]:
    return [(each.organisation, each.role) for each in session.scalars(sa.select(Participant).order_by(Participant.id))]


def test_those_who_came_are_added_corrected_and_removed_and_counted(
    consultant: Browser, session: Session, programme: Programme
) -> None:
    company = session.scalars(sa.select(Company)).one()
    session.add(factories.declaration(company, period_end=date(2025, 12, 31)))
    session.commit()
    kept = str(today() + timedelta(days=9))
    send(consultant, "fair", programme, title="Mässa", participants="Bron AB, vd", participants_until=kept)
    page = f"/achievements/{only(session).id}"
    assert consultant.send(f"{page}/participants/new", {"people": "KI\nKI, värd"}).status_code == 302
    first, *others = session.scalars(sa.select(Participant).order_by(Participant.id)).all()
    assert only(session).participant_count == 3
    edit = f"/achievements/participants/{first.id}/edit"
    sent = {"organisation": "Bron AB", "role": "talare", "record": f"company-{company.id}", "version": first.version}
    assert consultant.send(edit, sent).status_code == 302
    # A second editor who was shown what was there before overwrites nothing.
    assert consultant.send(edit, {**sent, "role": "värd"}).status_code == 409
    gone = others[1]
    assert consultant.send(f"/achievements/participants/{gone.id}/remove", {"version": gone.version}).status_code == 302
    session.expire_all()
    assert came(session) == [("Bron AB", "talare"), ("KI", None)]
    assert only(session).participant_count == 2
    shown = consultant.get(page).text
    assert "Från 2 organisationer" in shown
    assert "1 av dem" in shown
    # When their day has passed the rows go and the numbers stay, and no other day's do.
    only(session).participants_until = today() - timedelta(days=1)
    session.commit()
    assert forget_participants(session, today=today()) == 1
    session.commit()
    assert came(session) == []
    shown = consultant.get(page).text
    assert "Från 2 organisationer" in shown
    assert "1 av dem" in shown
    # Whoever is added after that is kept until a day to come, which may not be emptied while they are; – is from none.
    assert consultant.send(f"{page}/participants/new", {"people": "organisation, roll\n, gäst"}).status_code == 302
    session.expire_all()
    assert only(session).participants_until == today() + PARTICIPANTS_KEPT
    assert "Från 2 organisationer" in consultant.get(page).text
    edited = {"title": "Mässa", "programme_id": str(programme.id), "happened_on": str(today()), "evidence": "Ny"}
    edited |= {"participants_until": "", "version": str(only(session).version)}
    assert consultant.send(f"{page}/edit", edited).status_code == 422
    last = session.scalars(sa.select(Participant)).one()
    addressed = {"organisation": "KI", "role": "ada@x.example", "version": str(last.version)}
    assert consultant.send(f"/achievements/participants/{last.id}/edit", addressed).status_code == 422


@pytest.mark.parametrize(
    "line", [", vd", "ada@x.example", "KI, ada@x.example", "Ada, KI, vd", "Företag;Roll\nKI;a@x.example"]
)
def test_a_line_without_an_organisation_or_with_an_address_is_refused(line: str) -> None:
    with pytest.raises(BadLinesError):
        read_pasted(line)


def test_each_line_is_read_by_its_own_sign() -> None:
    read = read_pasted("Bron AB, vd\nEnheten; talare\nKI\tvärd\nKTH").came
    assert read == (("Bron AB", "vd"), ("Enheten", "talare"), ("KI", "värd"), ("KTH", ""))


def test_a_file_is_a_results_evidence_until_it_is_taken_away(
    consultant: Browser, session: Session, programme: Programme
) -> None:
    send(consultant, "start_up", programme, whom="Bron AB", evidence="")
    page = f"/achievements/{only(session).id}"
    consultant.send(f"{page}/files/new", {"file": (io.BytesIO(b"Intyg.\r\n"), "intyg.txt")})
    session.expire_all()
    assert only(session).evidence == "intyg.txt"
    file = session.scalars(sa.select(RecordFile)).one()
    consultant.send(f"/files/{file.id}/take-back", {"version": str(file.version)})
    session.expire_all()
    assert only(session).evidence is None


def test_an_smf_must_be_on_record_and_an_amount_more_than_nothing(
    consultant: Browser, session: Session, programme: Programme
) -> None:
    assert "bara SMF räknas" in enter(consultant, programme, "entered_smf", whom="Okända AB").get_data(as_text=True)
    grants, users = (
        Indicator(code=code, name_sv=code, name_en=code, unit=unit, rule=rule, target=1, programme_id=programme.id)
        for code, unit, rule in (
            ("RCO02", "companies", CountingRule.ENTERED_COMPANY),
            ("users", "users", CountingRule.REPORTED),
        )
    )
    whole = Indicator(
        code="RCO01", name_sv="a", name_en="a", unit="a", rule=CountingRule.COMPANY_SUPPORTED, programme_id=programme.id
    )
    session.add_all([grants, users, whole])
    session.commit()
    assert "RCO02 är en del av a, " in enter(consultant, programme, "RCO02", whom="Bron AB").get_data(as_text=True)
    assert "Skriv ett heltal" in enter(consultant, programme, "users", amount="0,5").get_data(as_text=True)
    assert "mer än noll" in enter(consultant, programme, "reported", amount="0").get_data(as_text=True)
    assert enter(consultant, programme, "entered_company", whom="Okända AB").status_code == 302
    assert enter(consultant, programme, "reported", amount="0,5").status_code == 302
    assert consultant.get(f"/programmes/{programme.code}/missing/enter").status_code == 404


def test_correcting_keeps_the_company_that_nobody_touched(
    consultant: Browser, session: Session, programme: Programme
) -> None:
    send(consultant, "start_up", programme, whom="Bron AB")
    session.add(factories.company(name="Bron AB"))
    session.commit()
    before = only(session)
    there = f"/achievements/{before.id}/edit"
    sent = {"version": str(before.version), "whom": "Bron AB", "evidence": "Protokoll 5"}
    sent |= {"happened_on": str(today()), "programme_id": str(programme.id)}
    assert consultant.send(there, sent).status_code == 302
    session.expire_all()
    assert (only(session).evidence, only(session).company_id is not None) == ("Protokoll 5", True)
    assert consultant.send(there, {**sent, "evidence": "Protokoll 6"}).status_code == 409


def test_taken_back_and_put_back_exactly(consultant: Browser, session: Session, programme: Programme) -> None:
    send(consultant, "social_event", programme, title="Kvällen")
    found = only(session)
    page = f"/achievements/{found.id}"
    consultant.send(f"{page}/take-back", {"version": str(found.version)})
    assert "Kvällen" not in consultant.get("/achievements").get_data(as_text=True)
    assert consultant.get(page).status_code == consultant.get(f"{page}/edit").status_code == 404
    session.expire_all()
    consultant.send(f"{page}/put-back", {"version": str(only(session).version)})
    assert "Kvällen" in consultant.get("/achievements").get_data(as_text=True)


def test_those_whose_day_has_passed_are_forgotten_and_no_others(session: Session, programme: Programme) -> None:
    for day in (today() - timedelta(days=1), today()):
        event = factories.achievement(programme, participant_count=1, participants_until=day)
        session.add(event)
        session.flush()
        session.add(Participant(achievement_id=event.id, organisation="KI", role="talare"))
    session.commit()
    assert forget_participants(session, today=today()) == 1
    assert forget_participants(session, today=today()) == 0
    session.expire_all()
    rows = session.scalars(sa.select(Achievement).order_by(Achievement.participants_until))
    assert [(row.participant_count, row.organisation_count) for row in rows] == [(1, 1), (1, None)]
    assert len(came(session)) == 1


def test_the_list_narrows_and_asks_as_much_for_thirty_rows_as_for_one(
    consultant: Browser, session: Session, programme: Programme, count_statements: Any
) -> None:
    session.add(factories.achievement(programme, evidence=None, title="Utan underlag"))
    session.commit()
    with count_statements() as few:
        consultant.get("/achievements")
    session.add_all(factories.achievement(programme, happened_on=date(2026, 5, 1 + day)) for day in range(30))
    session.commit()
    with count_statements() as many:
        consultant.get("/achievements")
    assert len(many) <= len(few) <= 25
    narrowed = consultant.get("/achievements?evidence=missing&year=2026&what=social_event").get_data(as_text=True)
    assert narrowed.count("<tr data-item>") == 1
    assert len(consultant.get("/achievements/export.csv?evidence=there").get_data(as_text=True).splitlines()) == 31
