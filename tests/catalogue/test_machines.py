"""The catalogue for machines: caches, search engines and those who take the data."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.catalogue.open_data import COLUMNS
from app.limits import PUBLIC_AGE
from config import ROOT, Branding, ConfigurationError, from_environment
from models.infrastructures import Infrastructure
from tests import factories
from tests.catalogue.schema_terms import PARENTS, properties_of
from tests.conftest import Browser, sign_in
from tests.page_rules import parse

pytestmark = pytest.mark.only_on("sqlite")
UNIT = "/catalogue/infrastructures/unit-a"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def unit(session: Session) -> Infrastructure:
    found = factories.infrastructure(key="unit-a", source_title="Källa", hosts=[factories.host(ror="056d84691")])
    capability = factories.capability(found, title_sv="=SUM(A1)", text_sv="</script><script>alert(1)</script>")
    capability.concepts = [factories.concept()]
    session.add(capability)
    session.commit()
    return found


@pytest.mark.parametrize("path", ["/catalogue", UNIT, "/catalogue/data.json", "/catalogue/data.csv", "/sitemap.xml"])
def test_who_has_a_page_is_told_that_nothing_has_changed(
    anonymous: Browser, session: Session, unit: Infrastructure, path: str
) -> None:
    first = anonymous.get(path)
    assert first.headers["Cache-Control"] == f"public, max-age={PUBLIC_AGE}"
    assert first.headers["Vary"] == "Cookie"
    assert "Set-Cookie" not in first.headers
    by_tag = anonymous.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (by_tag.status_code, by_tag.data) == (304, b"")
    assert by_tag.headers["Cache-Control"] == f"public, max-age={PUBLIC_AGE}"
    unit.key, unit.description_sv, unit.name_sv = "unit-b", "Något nytt", "Nytt namn"
    session.commit()
    changed = anonymous.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == (404 if path == UNIT else 200)


@pytest.mark.parametrize("path", ["/catalogue", "/catalogue?q=unit", UNIT, "/catalogue/data.json", "/sitemap.xml"])
def test_what_is_not_published_is_not_told_by_days_or_tags_either(
    anonymous: Browser, session: Session, unit: Infrastructure, path: str
) -> None:
    first = anonymous.get(path)
    unit.note = "Bara för oss"
    session.commit()
    again = anonymous.get(path)
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Last-Modified" not in first.headers
    assert anonymous.get(path, headers={"If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"}).status_code == 200


@pytest.mark.usefixtures("unit")
def test_who_has_a_page_is_told_so_without_making_it(anonymous: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = ("/catalogue", "/en/catalogue", UNIT, "/catalogue/data.json", "/catalogue/data.csv", "/sitemap.xml")
    tags = {path: anonymous.get(path).headers["ETag"] for path in paths}
    assert len(set(tags.values())) == len(paths)
    for where in ("views.render_template", "data_views.render_template", "open_data.as_object", "open_data.as_rows"):
        monkeypatch.delattr(f"app.catalogue.{where}")
    monkeypatch.setattr("app.catalogue.kept.Kept.find", lambda *_: None)
    for path, tag in tags.items():
        assert anonymous.get(path, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.usefixtures("unit")
def test_a_page_is_another_after_an_upgrade_or_in_another_house(app: Flask, anonymous: Browser) -> None:
    first = anonymous.get("/catalogue").headers["ETag"]
    settings = app.extensions["brygga"]
    app.extensions["brygga"] = replace(settings, branding=Branding(name="Kusten"))
    assert anonymous.get("/catalogue").headers["ETag"] != first
    assert "Kusten" in anonymous.get("/catalogue").get_data(as_text=True)


@pytest.mark.usefixtures("unit")
def test_beside_somebodys_cookie_a_page_is_the_same_and_is_kept_by_nobody(
    app: Flask, anonymous: Browser, session: Session
) -> None:
    user = factories.user(name="Inloggad Person")
    session.add(user)
    session.commit()
    known = sign_in(app, user).get("/catalogue")
    assert known.headers["Cache-Control"] == "no-cache"
    assert known.get_data() == anonymous.get("/catalogue").get_data()
    assert anonymous.get("/catalogue/infrastructures/nobody").headers["Cache-Control"] == "no-cache"


def _linked(browser: Browser, path: str) -> list[dict[str, Any]]:
    page = parse(browser.get(path).get_data(as_text=True))
    data = [each.raw_text for each in page.all("script") if each["type"] == "application/ld+json"]
    return [json.loads(text) for text in data]


def _broken(node: Any) -> list[str]:
    if isinstance(node, list):
        return [fault for each in node for fault in _broken(each)]
    if not isinstance(node, dict):
        return []
    kind = node.get("@type", "")
    faults = [f"no type {kind}"] if kind not in PARENTS else []
    faults += [f"{kind} has no {name}" for name in node if name[0] != "@" and name not in properties_of(kind)]
    return faults + [fault for each in node.values() for fault in _broken(each)]


@pytest.mark.usefixtures("unit")
@pytest.mark.parametrize("path", ["/catalogue", UNIT, f"/en{UNIT}"])
def test_what_search_engines_are_told_is_schema_org_and_stands_on_the_page(anonymous: Browser, path: str) -> None:
    told = _linked(anonymous, path)
    assert told
    assert _broken(told) == []
    assert all(each["@context"] == "https://schema.org" for each in told)
    if path != "/catalogue":
        assert told[0]["makesOffer"][0]["itemOffered"]["@type"] == "Service"
        assert told[0]["parentOrganization"][0]["sameAs"] == "https://ror.org/056d84691"
        assert told[0]["@id"].startswith("http://127.0.0.1:8000/catalogue/infrastructures/unit-a#")
    assert b"<script>alert" not in anonymous.get(path).data


def test_a_fault_in_linked_data_is_noticed() -> None:
    assert _broken({"@type": "Organisation"}) == ["no type Organisation"]
    assert _broken({"@type": "Service", "colour": "red"}) == ["Service has no colour"]


@pytest.mark.usefixtures("unit")
def test_the_sitemap_lists_every_page_and_each_is_there(anonymous: Browser) -> None:
    tree = ElementTree.fromstring(anonymous.get("/sitemap.xml").data)  # noqa: S314 - our own answer
    listed = [str(each.text) for each in tree.iter(f"{MAP}loc")]
    base = "http://127.0.0.1:8000"
    assert set(listed) == {
        f"{base}{language}{path}"
        for language in ("", "/en")
        for path in ("/catalogue", "/catalogue/data", "/hand-in", UNIT)
    }
    for address in listed:
        page = anonymous.get(address.removeprefix(base))
        assert page.status_code == 200
        links = {each["rel"]: each["href"] for each in parse(page.get_data(as_text=True)).all("link")}
        assert links["canonical"] == address
    robots = anonymous.get("/robots.txt").get_data(as_text=True)
    assert f"Sitemap: {base}/sitemap.xml" in robots
    assert "Disallow: /\n" in robots


@pytest.mark.parametrize("path", ["/catalogue?q=a", "/catalogue/compare"])
def test_lists_that_are_narrowed_are_no_pages_of_their_own(anonymous: Browser, path: str) -> None:
    page = parse(anonymous.get(path).get_data(as_text=True))
    assert [each["content"] for each in page.all("meta") if each["name"] == "robots"] == ["noindex, follow"]


def test_the_data_say_all_that_is_published_and_run_nowhere(anonymous: Browser, unit: Infrastructure) -> None:
    data = json.loads(anonymous.get("/catalogue/data.json").data)
    assert data["licence"] == "CC-BY-4.0"
    (told,) = data["infrastructures"]
    assert (told["name_sv"], told["hosts"][0]["ror"]) == (unit.name_sv, "https://ror.org/056d84691")
    assert told["capabilities"][0]["lead_time_days"] is None
    content = anonymous.get("/catalogue/data.csv").data.decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(content), delimiter=";")
    assert tuple(head) == COLUMNS
    assert dict(zip(head, row, strict=True))["capability_title_sv"] == "'=SUM(A1)"
    assert len(set(COLUMNS)) == len(COLUMNS)
    for path in ("/catalogue/data.json", "/catalogue/data.csv"):
        assert anonymous.get(path).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "website", ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//evil.example"]
)
def test_what_is_no_address_of_the_web_is_linked_nowhere(
    anonymous: Browser, session: Session, unit: Infrastructure, website: str
) -> None:
    unit.website = website
    session.commit()
    for path in (UNIT, "/catalogue/data.json", "/catalogue/data.csv"):
        assert website.strip() not in anonymous.get(path).get_data(as_text=True)


def test_the_subject_of_a_letter_is_the_name_as_it_is(
    anonymous: Browser, session: Session, unit: Infrastructure
) -> None:
    unit.name_sv = "R&D-labbet 'Åsa' 100 % <b>"
    session.commit()
    links = parse(anonymous.get(UNIT).get_data(as_text=True)).all("a")
    (letter,) = {each["href"] for each in links if "subject=" in str(each["href"])}
    assert parse_qs(urlsplit(str(letter)).query) == {"subject": [f"Om {unit.name_sv}"]}


def test_machines_may_ask_what_may_be_asked(anonymous: Browser) -> None:
    answer = anonymous.options("/catalogue")
    assert (answer.status_code, set(answer.allow)) == (200, {"GET", "HEAD", "OPTIONS"})
    assert anonymous.options("/companies").status_code == 302


def test_a_sister_cluster_sets_its_own_name_licence_and_logo() -> None:
    logo = str(ROOT / "app" / "static" / "icon.svg")
    given = {"CATALOGUE_NAME": "Kusten", "CATALOGUE_LICENCE": "CC0-1.0", "CATALOGUE_LOGO": logo, "SECRET_KEY": "x"}
    brand = from_environment(given).branding
    assert brand == Branding(name="Kusten", licence="CC0-1.0", logo=logo)
    for wrong in (
        {"CATALOGUE_CONTACT": "a@b.example\nBcc: c@d.example"},
        {"CATALOGUE_LICENCE": "GPL"},
        {"CATALOGUE_LOGO": "/missing.svg"},
        {"CATALOGUE_LOGO": __file__},
    ):
        with pytest.raises(ConfigurationError):
            from_environment({"SECRET_KEY": "x"} | wrong)


def test_a_setting_of_blanks_is_none_and_a_logo_is_found_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "l.svg").write_text("<svg/>")
    monkeypatch.chdir(tmp_path)
    given = {"SECRET_KEY": "x", "CATALOGUE_CONTACT": "   ", "CATALOGUE_LOGO": "l.svg"}
    assert from_environment(given).branding == Branding(logo=str(tmp_path / "l.svg"))
