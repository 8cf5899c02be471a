"""Every search and filter that takes a text finds the same on both databases, however its letters are written."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl

import pytest
from sqlalchemy.orm import Session

from models.accounts import Role
from models.matches import Match, Stage
from models.search_keys import search_key
from models.vocabulary import Concept, Language, Term, TermKind
from tests import factories
from tests.conftest import Browser
from tests.page_rules import parse

# What is stored, and the many ways in which somebody may look for it.
STORED = "Södra Ålands Éta–ÄRTA"
SPELLINGS = [
    "Södra Åland",
    "södra åland",
    "SÖDRA ÅLAND",
    "sÖDRA åLAND",
    "sodra aland",
    "SODRA ALAND",
    "So\u0308dra A\u030aland",
    "söd\u00adra\u00a0\u200båland",
    "södra   åland",
    "Åland",
    "åLANDS éta-ärta",
    "ålands eta",
    "ETA‑ÄRTA",
    "öDRA",
    "ärta",
    "arta",
    "ＳÖＤＲＡ",
]
MISSPELT = ["södra ålandx", "sådra", "Ålnads Éta", "södraåland"]
STRANGERS = ["Norra Gotland", "sö_ra", "sö%ra", "%", "_", "\\", "ö q"]


@pytest.fixture
def filled(session: Session) -> Match:
    """One of everything that can be searched, each with the same name, and one of each with another."""
    made = []
    for number, name in enumerate((STORED, "Något annat")):
        company = factories.company(name=name)
        infrastructure = factories.infrastructure(name_sv=name, name_en=f"Unit {name}")
        capability = factories.capability(
            infrastructure, title_sv=name, title_en=f"Title {name}", text_sv=f"Text\n{name}"
        )
        need = factories.need(company, title=name, teaser=f"Teaser {name}")
        concept = Concept(key=f"k{number}", category="imaging", label_sv=name, label_en=name, broader_key="cat-imaging")
        concept.terms.append(Term(language=Language.SV, kind=TermKind.SYNONYM, text=f"Ord {name}"))
        match = factories.match(need, capability, stage=Stage.INTRODUCED)
        session.add_all([match, concept, factories.contact(company, name=name)])
        made.append(match)
    session.commit()
    return made[0]


def lists(match: Match) -> dict[str, str]:
    """Return every address that takes a text to search by, with the role that reads it."""
    return {
        "companies": "/companies",
        "needs": "/needs?status=all",
        "matches": "/matches",
        "infrastructures": "/infrastructures",
        "vocabulary": "/vocabulary",
        "search": "/search",
        # The other need's, whose own name is not on the page.
        "pair by hand": f"/needs/{match.need_id + 1}/matches/new",
        "choose company": "/needs/new",
    }


def hits(browser: Browser, address: str, query: str) -> bool:
    """Tell whether a page's body has the stored name."""
    path, _mark, more = address.partition("?")
    answer = browser.get(path, query_string={**dict(parse_qsl(more)), "q": query})
    assert answer.status_code == 200, (address, answer.status_code)
    (body,) = parse(answer.get_data(as_text=True)).all("main")
    return STORED in body.text


def test_every_search_of_the_office_finds_each_spelling_and_no_stranger(consultant: Browser, filled: Match) -> None:
    wrong = []
    for name, address in lists(filled).items():
        spelt = SPELLINGS if name == "vocabulary" else SPELLINGS + MISSPELT
        wrong += [f"{name}: {text} finds nothing" for text in spelt if not hits(consultant, address, text)]
        wrong += [f"{name}: {text} finds it" for text in STRANGERS if hits(consultant, address, text)]
    assert wrong == []


def test_an_infrastructures_searches_do_too(make_browser: Callable[..., Browser], filled: Match) -> None:
    staff = make_browser(Role.STAFF, infrastructures=[filled.capability.infrastructure])
    wrong = []
    for address in ("/matches", "/infrastructures", "/search"):
        wrong += [f"{address}: {text} finds nothing" for text in SPELLINGS if not hits(staff, address, text)]
        wrong += [f"{address}: {text} finds it" for text in STRANGERS if hits(staff, address, text)]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Södra Åland", "sodra aland"),
        ("Ærø, Straße, ŒUVRE", "aro, strasse, œuvre"),
        ("ＲＮＡ‑seq – ﬁ", "rna-seq - fi"),
        ("Łódź", "łodz"),
        ("\u00ad\u200b ", ""),
        (None, ""),
    ],
)
def test_the_key_of_a_text(text: str | None, key: str) -> None:
    assert search_key(text) == key


def test_keys_follow_what_is_changed(session: Session, filled: Match) -> None:
    filled.capability.title_sv = "Nytt Ö"
    filled.need.teaser = "Å"
    session.commit()
    assert (filled.capability.title_sv_search, filled.need.teaser_search) == ("nytt o", "a")
