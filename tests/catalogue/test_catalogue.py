"""The public catalogue: what is in it and what is not, how it is found, narrowed and compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.catalogue.limits import CATALOGUE_COMPARED
from app.catalogue.queries import CAPABILITY_COLUMNS, CONCEPT_COLUMNS, HOST_COLUMNS, INFRASTRUCTURE_COLUMNS
from models.base import Sensitivity
from models.clock import today
from models.infrastructures import Infrastructure, ServiceForm
from models.known_facts import Openness
from models.published import is_published, published
from models.vocabulary import Language, Term, TermKind
from tests import factories
from tests.conftest import Browser, sign_in
from tests.page_rules import parse

EVERYWHERE = (
    "/catalogue",
    "/en/catalogue",
    "/catalogue?page=2",
    "/catalogue/data",
    "/catalogue/data.json",
    "/catalogue/data.csv",
    "/sitemap.xml",
    "/catalogue/compare?infrastructure=hidden-unit&infrastructure=open-unit",
    "/catalogue?method=hidden-method",
    "/catalogue?q=kvarkmikroskop",
    "/catalogue?q=kvarkmikroskopp",
    "/catalogue?q=vi+vill+ha+hjälp+med+kvarkmikroskop+och+bindning",
    "/catalogue/infrastructures/hidden-unit",
    "/catalogue/infrastructures/open-unit",
)


def text(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def open_unit(**values: Any) -> Infrastructure:
    return factories.infrastructure(**{"key": "open-unit", "source_title": "Årsrapport", **values})


def names_of(page: str) -> list[str]:
    found = (item for item in parse(page).all("li") if item["class"] == "hit")
    return [item.all("h2")[0].text for item in found]


def counts_of(page: str, facet: str) -> dict[str, str]:
    section = next(each for each in parse(page).all("section") if each["aria-labelledby"] == f"facet-{facet}")
    return {link.all("span")[0].text: link.all("span")[-1].text for link in section.all("a")}


def test_every_column_that_leaves_the_house_is_tagged_public() -> None:
    for column in (*INFRASTRUCTURE_COLUMNS, *CAPABILITY_COLUMNS, *CONCEPT_COLUMNS, *HOST_COLUMNS):
        info = column.property.columns[0].info
        assert info.get("sensitivity", Sensitivity.PUBLIC) is Sensitivity.PUBLIC, column
        assert "sensitivity" in info or column.key == "id", column


def test_what_nobody_stands_behind_is_found_nowhere(anonymous: Browser, session: Session) -> None:
    hidden = factories.infrastructure(key="hidden-unit", name_sv="Kvarkhuset", name_en="Kvarkhouse", campus="Kvarkby")
    secret = factories.capability(hidden, title_sv="Kvarkmikroskop", title_en="Quarkscope", quality=["GLP"])
    secret.concepts = [factories.concept(key="hidden-method", label_sv="kvarkmetod", category="kvarkar")]
    other = open_unit(note="kvarkanteckning", contact_email="kvark@test.example")
    session.add_all([hidden, factories.capability(other, title_sv="Synligt prov")])
    session.add(factories.capability(other, title_sv="Kvark som inte erbjuds", is_active=False))
    session.commit()
    for path in EVERYWHERE:
        page = text(anonymous.get(path)).casefold().replace("q=vi vill ha hjälp med kvarkmikroskop och bindning", "")
        asked = [f"value=“{path}”", "kvarkmikroskopp", "kvarkmikroskop", "infrastructures/hidden-unit"]
        for words in asked if "q=" in path or path.endswith("hidden-unit") else []:
            page = page.replace(words, "")
        assert "kvark" not in page, path
    assert names_of(text(anonymous.get("/catalogue"))) == [other.name_sv]
    assert anonymous.get("/catalogue/infrastructures/hidden-unit").status_code == 404
    hidden.confirmed_on = today()
    session.commit()
    assert "Kvarkhuset" in text(anonymous.get("/catalogue?q=kvarkmikroskop"))
    assert anonymous.get("/catalogue/infrastructures/hidden-unit").status_code == 200


def test_the_rule_says_the_same_of_one_and_of_all(session: Session) -> None:
    for facts in ({}, {"source_title": "Källa"}, {"confirmed_on": today()}):
        session.add(factories.infrastructure(**facts))
    session.commit()
    listed = set(
        session.scalars(Infrastructure.__table__.select().where(published()).with_only_columns(Infrastructure.id))
    )
    assert listed == {each.id for each in session.query(Infrastructure) if is_published(each)}
    assert len(listed) == 2


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Kryoelektronmikroskopi", ["Mikroskophuset"]),
        ("kryo-em", ["Mikroskophuset"]),  # another word for it in the vocabulary
        ("kryoelektronmikroskoppi", ["Mikroskophuset"]),  # misspelt
        ("cryo microscopy", ["Mikroskophuset"]),
        ("mikroskophuset bindningsstudier", ["Mikroskophuset"]),
        (
            "vi undrar hur hårt vår antikropp binder till ytan i ytplasmonresonans",
            ["Bindningslabbet", "Mikroskophuset"],
        ),
        ("\0", ["Bindningslabbet", "Mikroskophuset"]),
        ("xyzzyx", []),
        ("bindning", ["Bindningslabbet", "Mikroskophuset"]),
        ("tinder", []),  # no misspelt "binder"
    ],
)
def test_a_company_finds_a_unit_in_its_own_words(
    anonymous: Browser, session: Session, asked: str, found: list[str]
) -> None:
    cryo = factories.concept(key="cryo-em", label_sv="kryoelektronmikroskopi", label_en="cryo electron microscopy")
    cryo.terms = [Term(language=Language.SV, kind=TermKind.SYNONYM, text="kryo-EM")]
    microscopes = open_unit(name_sv="Mikroskophuset")
    offered = factories.capability(microscopes, title_sv="Bilder av molekyler", title_en="Pictures")
    offered.concepts = [cryo]
    binding = open_unit(key="binding", name_sv="Bindningslabbet")
    session.add_all(
        [offered, factories.capability(binding, text_sv="Ytplasmonresonans.", title_sv="Hur hårt det binder")]
    )
    session.commit()
    page = text(anonymous.get("/catalogue", query_string={"q": asked}))
    assert set(names_of(page)) <= set(found)
    assert names_of(page)[:1] == found[:1]


@pytest.mark.only_on("sqlite")
def test_facets_count_units_and_narrow_to_one_offer_that_has_it_all(anonymous: Browser, session: Session) -> None:
    near, far = (
        open_unit(campus="Flemingsberg"),
        open_unit(key="far", campus="Solna", open_to_companies=Openness.UNKNOWN),
    )
    methods = [factories.concept(key=f"method-{n}", category="imaging", label_sv=f"metod {n}") for n in range(2)]
    session.add(factories.concept(key="cat-imaging", category="imaging", label_sv="avbildning"))
    first = factories.capability(near, quality=["GMP"], service_form=ServiceForm.TRAINING)
    second = factories.capability(near, quality=["GLP"])
    third = factories.capability(far, quality=["GMP"])
    first.concepts, second.concepts, third.concepts = [methods[0]], [methods[1]], [methods[0]]
    session.add_all([first, second, third])
    session.commit()
    page = text(anonymous.get("/catalogue"))
    assert counts_of(page, "campus") == {"Flemingsberg": "1", "Solna": "1"}
    assert counts_of(page, "field") == {"Avbildning": "2"}
    assert counts_of(page, "quality") == {"GMP": "2", "GLP": "1"}
    narrowed = text(anonymous.get("/catalogue?quality=GMP&campus=Flemingsberg"))
    assert names_of(narrowed) == [near.name_sv]
    assert counts_of(narrowed, "campus") == {"Flemingsberg": "1", "Solna": "1"}, "what another choice would leave"
    # One offer has the level, another the method: no offer has both.
    assert names_of(text(anonymous.get("/catalogue?quality=GLP&method=method-0"))) == []
    assert names_of(text(anonymous.get("/catalogue?quality=GLP&quality=GMP&access=training"))) == [near.name_sv]
    assert len(names_of(text(anonymous.get("/catalogue?quality=nonsense&page=x&page=2&color=blue")))) == 2


@pytest.mark.only_on("sqlite")
def test_at_most_four_stand_side_by_side_and_what_is_not_known_is_to_be_asked(
    anonymous: Browser, session: Session
) -> None:
    units = [open_unit(key=f"unit-{letter}") for letter in "abcde"]
    session.add_all([*units, factories.capability(units[0], price_note="Från 1 000 kr")])
    session.commit()
    asked = "&".join(f"infrastructure={unit.key}" for unit in units)
    page = parse(text(anonymous.get(f"/en/catalogue/compare?{asked}&infrastructure=nobody")))
    heads = [head.text for head in page.all("thead")[0].all("th")]
    assert heads == ["Question", *(unit.name_en for unit in units[:CATALOGUE_COMPARED])]
    price = next(row for row in page.all("tr") if row.text.startswith("Price"))
    assert [cell.text for cell in price.all("td")] == ["Från 1 000 kr", *["Ask the unit"] * 3]
    assert "Nothing to compare" in text(anonymous.get("/en/catalogue/compare?infrastructure=unit-a"))


@pytest.mark.only_on("sqlite")
def test_beyond_the_last_page_stands_the_last_page(
    anonymous: Browser, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.catalogue.views.CATALOGUE_PAGE", 2)
    session.add_all(open_unit(key=f"unit-{letter}", name_sv=f"Enhet {letter}") for letter in "abc")
    session.commit()
    for page in ("2", "3", "9999"):
        assert names_of(text(anonymous.get(f"/catalogue?page={page}"))) == ["Enhet c"]


@pytest.mark.parametrize("rows", [1, 30])
def test_a_page_costs_the_same_however_much_there_is(
    anonymous: Browser, session: Session, count_statements: Callable[[], Any], rows: int
) -> None:
    for number in range(rows):
        capability = factories.capability(open_unit(key=f"unit-{number}", hosts=[factories.host()]))
        capability.concepts = [factories.concept()]
        session.add(capability)
    session.commit()
    with count_statements() as first:
        assert anonymous.get("/catalogue").status_code == 200
    with count_statements() as again:
        assert anonymous.get("/catalogue/infrastructures/unit-0").status_code == 200
    assert len(first) <= 8
    assert len(again) <= 1, "nothing has changed, so nothing but that is asked"


@pytest.mark.only_on("sqlite")
def test_the_front_door_leads_visitors_to_the_catalogue_in_their_language(anonymous: Browser, session: Session) -> None:
    user = factories.user()
    session.add(user)
    session.commit()
    for asks, leads in (("sv", "/catalogue"), ("en-GB,en", "/en/catalogue"), ("de", "/catalogue")):
        answer = anonymous.get("/", headers={"Accept-Language": asks})
        assert (answer.status_code, answer.headers["Location"]) == (302, leads)
    anonymous.send("/language", {"language": "en", "next": "/"})
    assert anonymous.get("/", headers={"Accept-Language": "sv"}).headers["Location"] == "/en/catalogue"
    assert 'href="/sign-in"' in text(anonymous.get("/catalogue"))
    for path in ("/sign-in?language=en", "/accessibility?language=en"):
        assert f'href="{path}"' in text(anonymous.get("/en/catalogue"))
        assert '<html lang="en"' in text(anonymous.application.test_client().get(path))
    assert '<html lang="en"' in text(anonymous.application.test_client().get("/en/nothing"))
    assert sign_in(anonymous.application, user).get("/").status_code in (200, 302)


@pytest.mark.only_on("sqlite")
def test_what_was_looked_for_in_vain_is_where_a_need_begins(anonymous: Browser) -> None:
    page = text(anonymous.get("/catalogue?q=finns+det+%3Cb%3Ebakterier"))
    link = next(each["href"] for each in parse(page).all("a") if "/hand-in?" in each["href"])
    assert "finns det &lt;b&gt;bakterier</textarea>" in text(anonymous.get(link))
