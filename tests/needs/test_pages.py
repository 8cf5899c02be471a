"""The pages about needs, as a consultant meets them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.limits import INFRASTRUCTURE_OTHERS_SHOWN
from models.accounts import User
from models.clock import today
from models.matches import CloseReason, Match, Stage
from models.needs import Need, NeedStatus
from models.vocabulary import Language, Term, TermKind
from tests import factories
from tests.conftest import Browser
from tests.needs.scenes import SECRET, asked, binding_concept, offered

PAPER = {"title": "Mäta bindning", "teaser": "Hur hårt binder den?"}


def record(browser: Browser, company_id: int, **values: Any) -> Any:
    return browser.send(f"/needs/new?company={company_id}", {**PAPER, **values})


@pytest.fixture
def company_id(session: Session) -> int:
    company = factories.company(name="Demo Fjärd AB")
    session.add(company)
    session.commit()
    return company.id


def test_a_need_is_recorded_opened_and_owned_by_whoever_recorded_it(
    consultant: Browser, session: Session, company_id: int
) -> None:
    answer = record(consultant, company_id, open_now="y", quality=["GMP", "ISO13485"], trl="4", place_matters="y")
    assert answer.status_code == 302
    need = session.scalars(sa.select(Need)).one()
    assert need.status is NeedStatus.OPEN
    assert need.quality == ["GMP", "ISO13485"]
    assert (need.trl, need.place_matters) == (4, True)
    assert need.owner_id == session.scalars(sa.select(User.id)).first()


def test_a_need_that_is_not_opened_stays_a_draft_until_it_is(
    consultant: Browser, session: Session, company_id: int
) -> None:
    page = record(consultant, company_id).location
    need = session.scalars(sa.select(Need)).one()
    assert need.status is NeedStatus.DRAFT
    assert consultant.send(f"{page}/open", {"version": need.version}).status_code == 302
    session.expire_all()
    assert session.get_one(Need, need.id).status is NeedStatus.OPEN


def test_without_a_company_the_new_need_asks_whose_it_is(consultant: Browser, company_id: int) -> None:
    page = consultant.get("/needs/new").get_data(as_text=True)
    assert f"/needs/new?company={company_id}" in page
    assert "Demo Fjärd AB" in consultant.get("/needs/new?q=fjärd").get_data(as_text=True)
    assert "Demo Fjärd AB" not in consultant.get("/needs/new?q=skog").get_data(as_text=True)


@pytest.mark.parametrize("number", ["999999", "abc", "-1", "9" * 30, "%00"])
def test_a_company_that_is_not_there_is_not_found(consultant: Browser, number: str) -> None:
    assert consultant.get(f"/needs/new?company={number}").status_code == 404


def test_words_are_found_by_label_or_synonym_and_unknown_ones_are_named(
    consultant: Browser, session: Session, company_id: int
) -> None:
    binding_concept(session)
    refused = record(consultant, company_id, concepts="spr-mätning, trolldom")
    assert refused.status_code == 422
    assert 'id="concepts-error"' in refused.get_data(as_text=True)
    assert "trolldom” finns inte" in refused.get_data(as_text=True)
    assert record(consultant, company_id, concepts="SPR-mätning; Surface Plasmon Resonance").status_code == 302
    need = session.scalars(sa.select(Need).options(sa.orm.selectinload(Need.concepts))).one()
    assert [concept.key for concept in need.concepts] == ["spr"]


def test_only_the_companys_own_people_can_be_its_contact(
    consultant: Browser, session: Session, company_id: int
) -> None:
    stranger = factories.contact(factories.company())
    session.add(stranger)
    session.commit()
    assert record(consultant, company_id, contact_id=str(stranger.id)).status_code == 422


def test_the_need_page_quotes_both_texts_and_says_what_is_not_known(consultant: Browser, session: Session) -> None:
    binding_concept(session)
    offered(session, text_en="We run surface plasmon resonance for binding studies.")
    teaser = "Vi söker ytplasmonresonans för att veta hur hårt vår antikropp binder."
    need = asked(session, deadline=date(2027, 1, 1), teaser=teaser)
    page = consultant.get(f"/needs/{need.id}").get_data(as_text=True)
    assert re.search(r"<mark>[^<]*ytplasmonresonans[^<]*</mark>", page, re.IGNORECASE)
    assert "Enheten tar emot företag" in page
    assert "Fråga enheten hur lång tid det brukar ta" in page
    assert "Uppgifterna är inte bekräftade av enheten" in page
    assert SECRET in page


def test_a_dismissed_pair_moves_to_the_bottom_with_its_reason(consultant: Browser, session: Session) -> None:
    binding_concept(session)
    kept, gone = offered(session), offered(session)
    need = asked(session)
    session.add(factories.match(need, gone, stage=Stage.CLOSED, close_reason=CloseReason.TOO_EXPENSIVE))
    session.commit()
    page = consultant.get(f"/needs/{need.id}").get_data(as_text=True)
    ranked, _, dismissed = page.partition("Avförda och avslutade")
    assert kept.title_sv in ranked
    assert gone.title_sv not in ranked
    assert gone.title_sv in dismissed
    assert "För dyrt" in dismissed


def test_a_pair_in_a_match_shows_its_stage(consultant: Browser, session: Session) -> None:
    binding_concept(session)
    capability = offered(session)
    need = asked(session)
    session.add(factories.match(need, capability, stage=Stage.INTRODUCED))
    session.commit()
    page = consultant.get(f"/needs/{need.id}").get_data(as_text=True)
    assert "Introducerad" in page
    match_id = session.scalars(sa.select(Match.id)).one()
    assert f"/matches/{match_id}" in page


def test_when_nothing_fits_the_page_says_so_and_what_to_do(consultant: Browser, session: Session) -> None:
    binding_concept(session)
    offered(session, title_sv="Hyra av kontor", title_en="Office", text_sv="Skrivbord.", text_en="Desks.")
    need = asked(session, title="Provsmakning", teaser="Smakpanel för havredryck.", infrastructure_text=None)
    page = consultant.get(f"/needs/{need.id}").get_data(as_text=True)
    assert "Inget passar ännu" in page
    assert "De närmaste, alla svaga" in page


def test_a_need_is_met_and_opened_again(consultant: Browser, session: Session) -> None:
    need = asked(session)
    page = f"/needs/{need.id}"
    assert consultant.send(f"{page}/met", {"version": 1}).status_code == 302
    assert consultant.send(f"{page}/met", {"version": 2}).status_code == 409
    assert consultant.send(f"{page}/reopen", {"version": 2}).status_code == 302
    session.expire_all()
    found = session.get_one(Need, need.id)
    assert (found.status, found.opened_on) == (NeedStatus.OPEN, date(2026, 1, 15))


def test_a_button_on_an_old_page_changes_nothing(consultant: Browser, session: Session) -> None:
    need = asked(session)
    need.title = "Kollegans rubrik"
    session.commit()
    assert consultant.send(f"/needs/{need.id}/withdraw", {"version": 1}).status_code == 409
    session.expire_all()
    assert session.get_one(Need, need.id).status is NeedStatus.OPEN


def test_a_stale_edit_shows_both_versions_and_either_can_be_kept(consultant: Browser, session: Session) -> None:
    need = asked(session)
    need.title = "Kollegans rubrik"
    session.commit()
    path = f"/needs/{need.id}/edit"
    mine = {"title": "Min rubrik", "teaser": need.teaser, "version": "1"}
    answer = consultant.send(path, mine)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Min rubrik" in page
    assert "Kollegans rubrik" in page
    assert consultant.send(path, {**mine, "version": "2"}).status_code == 302
    session.expire_all()
    assert session.get_one(Need, need.id).title == "Min rubrik"


def test_the_list_is_narrowed_and_sorted_by_its_address(consultant: Browser, session: Session) -> None:
    soon = today() + timedelta(days=5)
    session.add_all(
        [
            factories.need(factories.company(name="Zeta AB"), title="Angeläget", deadline=soon),
            factories.need(factories.company(name="Alfa AB"), title="Bekymmer"),
            factories.need(factories.company(), title="Utkastet", status=NeedStatus.DRAFT),
        ]
    )
    session.commit()
    page = consultant.get("/needs?sort=company").get_data(as_text=True)
    assert page.index("Bekymmer") < page.index("Angeläget")
    assert "Utkastet" not in page
    assert "Utkastet" in consultant.get("/needs?status=draft").get_data(as_text=True)
    due = consultant.get("/needs?show=due").get_data(as_text=True)
    assert "Angeläget" in due
    assert "Bekymmer" not in due
    assert "Bekymmer" in consultant.get("/needs?q=alfa").get_data(as_text=True)
    assert consultant.get("/needs?show=nonsense&status=x&sort=x&page=x").status_code == 200


@pytest.mark.parametrize("how_many", [1, 200])
def test_the_list_costs_the_same_statements_however_long(
    consultant: Browser, session: Session, count_statements: Callable[[], Any], how_many: int
) -> None:
    binding_concept(session)
    offered(session)
    session.add_all(factories.need(factories.company()) for _ in range(how_many))
    session.commit()
    consultant.get("/needs")
    with count_statements() as statements:
        assert consultant.get("/needs").status_code == 200
    assert len(statements) <= 12


@pytest.mark.parametrize("how_many", [1, 200])
def test_the_need_page_costs_the_same_statements_however_much_there_is(
    consultant: Browser, session: Session, count_statements: Callable[[], Any], how_many: int
) -> None:
    binding_concept(session)
    need = asked(session)
    session.add_all(factories.capability(factories.infrastructure(hosts=[factories.host()])) for _ in range(how_many))
    session.add_all(factories.need(factories.company()) for _ in range(how_many))
    session.commit()
    consultant.get(f"/needs/{need.id}")
    with count_statements() as statements:
        assert consultant.get(f"/needs/{need.id}?all=1").status_code == 200
    assert len(statements) <= 25


def test_every_error_of_the_form_is_told_at_once(consultant: Browser, company_id: int) -> None:
    page = record(consultant, company_id, title="", concepts="trolldom").get_data(as_text=True)
    assert 'id="title-error"' in page
    assert 'id="concepts-error"' in page


def test_a_comparison_says_what_must_be_asked(consultant: Browser, session: Session) -> None:
    concept = binding_concept(session)
    first, second = offered(session, concepts=[concept], lead_time_days=14), offered(session, text_sv="", text_en="")
    need = asked(session, concepts=[concept], quality=["GMP"])
    page = consultant.get(f"/needs/{need.id}/compare?c={first.id}&c={second.id}").get_data(as_text=True)
    assert page.index(first.title_sv) < page.index(second.title_sv)
    assert "ytplasmonresonans" in page
    assert "Fråga enheten" in page
    assert ">14<" in page


def test_needs_that_are_alike_lead_to_each_other(consultant: Browser, session: Session) -> None:
    need, other = asked(session), asked(session, title="Hur hårt binder vår andra antikropp")
    page = consultant.get(f"/needs/{need.id}").get_data(as_text=True)
    assert "Liknande behov" in page
    assert f"/needs/{other.id}" in page


@pytest.mark.parametrize("not_for", [None, "veta hur hårt vår antikropp binder"])
def test_the_shown_parts_of_a_score_add_up_to_the_shown_score(
    consultant: Browser, session: Session, not_for: str | None
) -> None:
    concept = binding_concept(session)
    if not_for:
        concept.terms.append(Term(language=Language.SV, kind=TermKind.NOT_FOR, text=not_for))
    offered(session, concepts=[concept])
    page = consultant.get(f"/needs/{asked(session).id}").get_data(as_text=True)
    assert ("Vad metoden inte är till för" in page) == bool(not_for)
    table = page.split('<table class="score-parts">')[1].split("</table>")[0]
    numbers = [float(part.split("<")[0].replace(",", ".")) for part in table.split('<td class="number">')[1:]]
    *parts, total = numbers
    assert sum(parts[1::2]) == pytest.approx(total, abs=1e-9)


def test_what_a_method_is_not_for_is_told_on_the_page_as_soon_as_the_vocabulary_says_so(
    consultant: Browser, session: Session
) -> None:
    concept = binding_concept(session)
    offered(session, concepts=[concept])
    address = f"/needs/{asked(session, teaser='Vi vill se hela möss i naturlig storlek.').id}"
    assert "Talar emot" not in consultant.get(address).get_data(as_text=True)
    concept.terms.append(Term(language=Language.SV, kind=TermKind.NOT_FOR, text="se hela möss i naturlig storlek"))
    session.commit()
    page = consultant.get(address).get_data(as_text=True)
    assert "Talar emot:</b> ytplasmonresonans är inte till för ”se hela möss i naturlig storlek”." in page


def test_a_need_in_a_language_that_is_not_read_says_so(consultant: Browser, session: Session) -> None:
    offered(session)
    finnish = asked(
        session,
        title="Apua",
        teaser="Tarvitsemme apua laastarin hopeapitoisuuden mittaamisessa.",
        infrastructure_text="",
    )
    swedish = asked(session)
    assert "finska" in consultant.get(f"/needs/{finnish.id}").get_data(as_text=True)
    assert "vars ord inte läses" not in consultant.get(f"/needs/{swedish.id}").get_data(as_text=True)


def test_the_list_is_by_infrastructure_an_infrastructures_others_stand_under_its_best(
    consultant: Browser, session: Session
) -> None:
    concept = binding_concept(session)
    large = factories.infrastructure(name_sv="Storenheten", hosts=[factories.host()])
    for number in range(12):
        offered(session, large, title_sv=f"Ytplasmonresonans {number}", concepts=[concept])
    small = offered(session, title_sv="En liten bindningsmätning", text_sv="Vi mäter bindning.")
    need = asked(session)
    page = consultant.get(f"/needs/{need.id}").get_data(as_text=True)
    assert page.count('<li class="candidate') == 2  # not the twelve of one unit
    assert small.title_sv in page
    assert f"{INFRASTRUCTURE_OTHERS_SHOWN} till från Storenheten" in page
    told = json.loads(_match_command(consultant, need.id))
    assert told["candidates"][0]["infrastructure"] == "Storenheten"
    assert len(told["candidates"][0]["others"]) == 11


def test_a_dismissed_capability_leaves_its_infrastructure_its_others(consultant: Browser, session: Session) -> None:
    concept = binding_concept(session)
    infrastructure = factories.infrastructure(name_sv="Storenheten", hosts=[factories.host()])
    first, second = (
        offered(session, infrastructure, title_sv=f"Ytplasmonresonans {n}", concepts=[concept]) for n in "ab"
    )
    need = asked(session)
    session.add(factories.match(need, first, stage=Stage.CLOSED))
    session.commit()
    told = json.loads(_match_command(consultant, need.id))
    assert [row["capability_id"] for row in told["candidates"]] == [second.id]
    assert told["candidates"][0]["others"] == []


def _match_command(browser: Browser, need_id: int) -> str:
    result = browser.application.test_cli_runner().invoke(args=["match", str(need_id), "--json"])
    assert result.exit_code == 0, result.output
    return str(result.output)
