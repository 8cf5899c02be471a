"""The list and the page of infrastructures: what each reader sees, and how much it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.infrastructures.freshness import facts_are_stale, is_stale
from app.limits import STALE_AFTER
from models.accounts import Role
from models.clock import today
from models.infrastructures import Infrastructure
from models.known_facts import Openness, YesNoUnknown
from models.people import PersonRole
from models.readiness_items import ReadinessItem
from tests import factories
from tests.conftest import Browser

Make = Callable[..., Browser]


def text(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def order_of(page: str, *names: str) -> list[str]:
    return sorted(names, key=page.index)


@pytest.mark.parametrize("days", [None, 0, STALE_AFTER.days, STALE_AFTER.days + 1])
def test_what_pages_flag_is_what_lists_select(session: Session, days: int | None) -> None:
    confirmed_on = None if days is None else today() - timedelta(days=days)
    session.add(factories.infrastructure(confirmed_on=confirmed_on))
    session.commit()
    selected = session.scalar(sa.select(sa.func.count()).where(facts_are_stale(today())).select_from(Infrastructure))
    assert is_stale(confirmed_on) is bool(selected)
    assert is_stale(confirmed_on) is (days is None or days > STALE_AFTER.days)


def test_what_was_never_confirmed_stands_first_and_what_was_confirmed_last_stands_last(
    consultant: Browser, session: Session
) -> None:
    session.add_all(
        [
            factories.infrastructure(name_sv="Nyss bekräftad", confirmed_on=today()),
            factories.infrastructure(name_sv="Länge sedan", confirmed_on=today() - timedelta(days=400)),
            factories.infrastructure(name_sv="Aldrig bekräftad"),
        ]
    )
    session.commit()
    page = text(consultant.get("/infrastructures"))
    names = ["Aldrig bekräftad", "Länge sedan", "Nyss bekräftad"]
    assert order_of(page, *names) == names
    assert "inte bekräftade av enheten" in page
    turned = text(consultant.get("/infrastructures?sort=-confirmed"))
    assert order_of(turned, *names) == names[::-1]


@pytest.mark.parametrize("query", ["överföring", "ÖVERFÖRING", "transfer", "Enheten för elektroner", "100%_"])
def test_search_finds_names_and_capability_titles_whatever_the_case(
    consultant: Browser, session: Session, query: str
) -> None:
    infrastructure = factories.infrastructure(name_sv="Enheten för elektroner", name_en="Electron unit")
    session.add(factories.capability(infrastructure, title_sv="Överföring av gener 100%_", title_en="Gene transfer"))
    session.add(factories.infrastructure(name_sv="Något annat"))
    session.commit()
    page = text(consultant.get("/infrastructures", query_string={"q": query}))
    assert "Enheten för elektroner" in page
    assert "Något annat" not in page


def test_a_capability_that_is_not_offered_is_not_found(consultant: Browser, session: Session) -> None:
    infrastructure = factories.infrastructure(name_sv="Gömd enhet")
    session.add(factories.capability(infrastructure, title_sv="Nedlagd metod", is_active=False))
    session.commit()
    assert "Gömd enhet" not in text(consultant.get("/infrastructures?q=Nedlagd"))


def test_filters_narrow_the_list(consultant: Browser, session: Session) -> None:
    host = factories.host(name_sv="Värden")
    here = factories.infrastructure(name_sv="Här", hosts=[host], confirmed_on=today())
    there = factories.infrastructure(
        name_sv="Dit bort",
        in_flemingsberg=YesNoUnknown.NO,
        open_to_companies=Openness.UNKNOWN,
        confirmed_on=today() - STALE_AFTER - timedelta(days=1),
    )
    nearly = factories.infrastructure(name_sv="Snart", in_flemingsberg=YesNoUnknown.UNKNOWN, confirmed_on=today())
    nearly.readiness = [ReadinessItem(number=n, level=3) for n in range(1, 12)]
    nearly.readiness += [ReadinessItem(number=n, level=1) for n in range(12, 15)]
    session.add_all([factories.ready(here), there, nearly])
    session.commit()
    shown = {
        f"host={host.id}": {"Här"},
        "place=flemingsberg": {"Här"},
        "place=elsewhere": {"Dit bort"},
        "companies=open": {"Här", "Snart"},
        "companies=unknown": {"Dit bort"},
        "show=stale": {"Dit bort"},
        "show=opened": {"Här"},
        "show=nearly": {"Snart"},
        "host=999999&place=nonsense&show=0": {"Här", "Dit bort", "Snart"},
    }
    for address, names in shown.items():
        page = text(consultant.get(f"/infrastructures?{address}"))
        assert {name for name in ("Här", "Dit bort", "Snart") if f">{name}</a></th>" in page} == names, address


def test_readiness_of_others_is_not_told_to_staff(make_browser: Make, session: Session) -> None:
    infrastructure = factories.infrastructure(name_sv="Grannen")
    infrastructure.readiness = [ReadinessItem(number=n, level=3, evidence="Hemligt underlag") for n in range(1, 14)]
    session.add(infrastructure)
    session.commit()
    staff = make_browser(Role.STAFF)
    assert "13 av 14" not in text(staff.get("/infrastructures"))
    assert "Grannen" in text(staff.get("/infrastructures?show=nearly&sort=readiness"))
    page = text(staff.get(f"/infrastructures/{infrastructure.id}"))
    assert "13 av 14" not in page
    assert "Beredskap" not in page


def test_contact_and_note_go_to_those_who_may_read_them(
    consultant: Browser, make_browser: Make, session: Session
) -> None:
    infrastructure = factories.infrastructure(contact_email="canary-mail@test.example", note="canary-note")
    session.add(infrastructure)
    session.commit()
    path = f"/infrastructures/{infrastructure.id}"
    own, foreign = make_browser(Role.STAFF, infrastructures=[infrastructure]), make_browser(Role.STAFF)
    seen = {
        who: [canary in text(browser.get(path)) for canary in ("canary-mail", "canary-note")]
        for who, browser in (("office", consultant), ("own", own), ("foreign", foreign))
    }
    assert seen == {"office": [True, True], "own": [True, False], "foreign": [False, False]}
    for browser in (own, foreign):
        assert "canary" not in text(browser.get("/infrastructures"))
    assert "canary-note" not in text(own.get(f"{path}/edit"))


def test_people_of_the_infrastructure_are_shown_to_the_office_only(
    consultant: Browser, make_browser: Make, session: Session
) -> None:
    infrastructure = factories.infrastructure()
    somebody = factories.person(name="Canary Person")
    session.add(infrastructure)
    session.flush()
    somebody.roles.append(PersonRole(infrastructure=infrastructure, title="Föreståndare", is_contact=True))
    session.add(somebody)
    session.commit()
    path = f"/infrastructures/{infrastructure.id}"
    assert "Canary Person" in text(consultant.get(path))
    assert "Canary" not in text(make_browser(Role.STAFF, infrastructures=[infrastructure]).get(path))


def test_matches_of_the_infrastructure_are_shown_to_the_office_only(
    consultant: Browser, make_browser: Make, session: Session
) -> None:
    infrastructure = factories.infrastructure()
    company = factories.company(name="Canary AB")
    session.add(factories.match(factories.need(company), factories.capability(infrastructure)))
    session.commit()
    path = f"/infrastructures/{infrastructure.id}"
    assert "Canary AB" in text(consultant.get(path))
    assert "Canary" not in text(make_browser(Role.STAFF, infrastructures=[infrastructure]).get(path))


def test_an_infrastructure_reads_the_public_teaser_of_needs_it_could_answer_and_no_more(
    consultant: Browser, make_browser: Make, session: Session
) -> None:
    infrastructure = factories.infrastructure()
    session.add(factories.concept(label_sv="ytplasmonresonans"))
    session.add(
        factories.capability(infrastructure, title_sv="Ytplasmonresonans", text_sv="Ytplasmonresonans mäter bindning.")
    )
    need = factories.need(
        factories.company(name="Canary-bolaget"),
        title="Ytplasmonresonans för vår antikropp",
        teaser="Vi behöver ytplasmonresonans som mäter bindning.",
        infrastructure_text="canary ytplasmonresonans",
        private_text="canary privat",
    )
    session.add(need)
    session.commit()
    path = f"/infrastructures/{infrastructure.id}"
    own = text(make_browser(Role.STAFF, infrastructures=[infrastructure]).get(path))
    assert "Ytplasmonresonans för vår antikropp" in own
    assert "Vi behöver ytplasmonresonans" in own
    assert "canary" not in own.casefold()
    office = text(consultant.get(path))
    assert "Canary-bolaget" in office
    foreign = text(make_browser(Role.STAFF).get(path))
    assert "vår antikropp" not in foreign


def test_a_need_matched_with_the_infrastructure_before_is_not_offered_again(
    consultant: Browser, session: Session
) -> None:
    infrastructure = factories.infrastructure()
    capability = factories.capability(
        infrastructure, title_sv="Ytplasmonresonans", text_sv="Ytplasmonresonans mäter bindning."
    )
    need = factories.need(factories.company(), title="Ytplasmonresonans", teaser="Ytplasmonresonans mäter bindning.")
    session.add(factories.match(need, capability))
    session.commit()
    assert "Vem skulle kunna använda" not in text(consultant.get(f"/infrastructures/{infrastructure.id}"))


@pytest.mark.parametrize("path", ["/infrastructures/999999", "/infrastructures/999999/edit", "/capabilities/9999/edit"])
def test_what_is_missing_is_not_found(consultant: Browser, path: str) -> None:
    assert consultant.get(path).status_code == 404


@pytest.mark.parametrize("how_many", [1, 200])
def test_the_list_costs_the_same_statements_however_long(
    consultant: Browser, session: Session, count_statements: Callable[[], Any], how_many: int
) -> None:
    host = factories.host()
    for _ in range(how_many):
        infrastructure = factories.ready(factories.infrastructure(hosts=[host]))
        session.add(factories.capability(infrastructure))
    session.commit()
    with count_statements() as statements:
        assert consultant.get("/infrastructures").status_code == 200
    assert len(statements) <= 15


@pytest.mark.parametrize("how_many", [1, 200])
def test_the_page_costs_the_same_statements_however_much_it_shows(
    consultant: Browser, session: Session, count_statements: Callable[[], Any], how_many: int
) -> None:
    infrastructure = factories.ready(factories.infrastructure(hosts=[factories.host()]))
    word = factories.concept()
    company = factories.company()
    for _ in range(how_many):
        capability = factories.capability(infrastructure, concepts=[word])
        session.add(factories.match(factories.need(company), capability))
        session.add(factories.need(company))
    session.commit()
    # The first page after a change of the catalogue reads it for all that follow.
    consultant.get(f"/infrastructures/{infrastructure.id}").close()
    with count_statements() as statements:
        assert consultant.get(f"/infrastructures/{infrastructure.id}").status_code == 200
    assert len(statements) <= 25


def test_every_infrastructure_is_a_row_with_its_facts(consultant: Browser, session: Session) -> None:
    infrastructure = factories.infrastructure(source_title="En artikel", source_year="c. 2014", confirmed_on=today())
    infrastructure.hosts.append(factories.host(name_sv="Värdinstitutet", ror="056d84691"))
    session.add(factories.capability(infrastructure, quality=None, lead_time_days=12))
    session.commit()
    page = text(consultant.get(f"/infrastructures/{infrastructure.id}"))
    for expected in (
        "En artikel",
        "c. 2014",
        "Bekräftat av enheten i dag",
        "https://ror.org/056d84691",
        "12 dagar",
        "Inte känt: kvalitet",
    ):
        assert expected in page
    assert session.get_one(Infrastructure, infrastructure.id).key == infrastructure.key
