"""A use is recorded with or without evidence, and the pages say whether it counts and why not."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.programmes.counting import count_uses
from models.audit import AuditEntry
from models.clock import today
from models.judgements import Judgement, Verdict
from models.known_facts import YesNoUnknown
from models.matches import Match, Stage
from models.needs import Need
from models.programmes import CountingRule, Indicator, Programme
from models.uses import EvidenceKind, Use
from tests import factories
from tests.conftest import Browser

STARTED = (today() - timedelta(days=10)).isoformat()
PROOF = {"evidence_kind": "document", "evidence": "Beställning 17"}


@pytest.fixture(autouse=True)
def programme(session: Session) -> Programme:
    """The programme that is run, with its first target."""
    made = Programme(
        code="klustermotor", name_sv="K", name_en="K", starts_on=date(2025, 2, 3), ends_on=date(2027, 10, 31)
    )
    made.indicators.append(
        Indicator(code="smf", name_sv="x", name_en="x", unit="companies", rule=CountingRule.SMF_USED, target=10)
    )
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def match(session: Session, programme: Programme) -> Match:
    """A match of a small company with a unit that is open."""
    company, infrastructure = factories.company(), factories.ready(factories.infrastructure())
    made = factories.match(
        factories.need(company, programme=programme), factories.capability(infrastructure), stage=Stage.AGREED
    )
    session.add_all([made, factories.declaration(company)])
    session.commit()
    return made


def the_use(session: Session) -> Use:
    session.expire_all()
    return session.scalars(sa.select(Use)).one()


def record(consultant: Browser, match: Match, **values: Any) -> Any:
    return consultant.send(f"/matches/{match.id}/uses/new", {"started_on": STARTED, **values})


def test_a_use_with_evidence_wins_the_match_and_counts(consultant: Browser, session: Session, match: Match) -> None:
    answer = record(
        consultant,
        match,
        **PROOF,
        completed_on=today().isoformat(),
        hours="12,5",
        value_sek="96 000",
        description="Mätning",
        joint_rd="y",
        joint_rd_evidence="Projektplan",
    )
    assert answer.location == f"/matches/{match.id}"
    use = the_use(session)
    assert (use.hours, use.value_sek) == (Decimal("12.5"), Decimal(96000))
    assert use.evidence_kind is EvidenceKind.DOCUMENT
    assert use.joint_rd
    assert session.get_one(Match, match.id).stage is Stage.USED
    assert session.scalars(sa.select(Judgement.verdict)).all() == [Verdict.USE]
    page = consultant.get(answer.location).get_data(as_text=True)
    assert "det räknas" in page
    assert "Räknas inte ännu" not in page


def test_a_second_use_is_no_second_verdict(consultant: Browser, session: Session, match: Match) -> None:
    record(consultant, match, **PROOF)
    record(consultant, match, **PROOF, is_another="y")
    assert session.scalars(sa.select(Judgement.verdict)).all() == [Verdict.USE]


def test_a_use_without_evidence_is_kept_and_said_not_to_count(
    consultant: Browser, session: Session, match: Match
) -> None:
    answer = record(consultant, match)
    assert the_use(session).evidence is None
    page = consultant.get(answer.location).get_data(as_text=True)
    assert "räknas inte förrän det finns underlag" in page
    assert "Räknas inte ännu" in page


def test_evidence_is_added_later_and_taking_it_away_uncounts(
    consultant: Browser, session: Session, match: Match
) -> None:
    record(consultant, match)
    use = the_use(session)
    path = f"/uses/{use.id}/edit"
    answer = consultant.send(path, {"started_on": STARTED, **PROOF, "version": "1"})
    assert "det räknas" in consultant.get(answer.location).get_data(as_text=True)
    answer = consultant.send(path, {"started_on": STARTED, "evidence_kind": "", "evidence": "", "version": "2"})
    assert "räknas inte förrän" in consultant.get(answer.location).get_data(as_text=True)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("size", "SMF-status var okänd 2026-"),
        ("number", "organisationsnummer saknas"),
        ("gate", "Enheten är inte öppen för företag än"),
        ("place", "Enheten ligger inte i Flemingsberg"),
        ("nothing", "Det finns inget underlag än"),
    ],
)
def test_the_form_explains_what_is_missing_before_anything_is_recorded(
    consultant: Browser, session: Session, programme: Programme, change: str, sentence: str
) -> None:
    company, infrastructure = factories.company(), factories.ready(factories.infrastructure())
    session.add_all([company, infrastructure])
    if change != "size":
        session.add(factories.declaration(company))
    if change == "number":
        company.org_number = None
    if change == "gate":
        infrastructure.opened_on = None
    if change == "place":
        infrastructure.in_flemingsberg = YesNoUnknown.UNKNOWN
    match = factories.match(
        factories.need(company, programme=programme), factories.capability(infrastructure), stage=Stage.AGREED
    )
    session.add(match)
    session.commit()
    assert sentence in consultant.get(f"/matches/{match.id}/uses/new").get_data(as_text=True)
    assert session.scalars(sa.select(Use)).all() == []


def test_a_use_outside_the_programmes_period_is_explained(consultant: Browser, session: Session, match: Match) -> None:
    answer = record(consultant, match, started_on="2024-05-01", **PROOF)
    assert "räknas inte än" in consultant.get(answer.location).get_data(as_text=True)
    page = consultant.get(f"/uses/{the_use(session).id}/edit").get_data(as_text=True)
    assert "utanför programmets period" in page


def test_without_a_programme_nothing_is_said_about_counting(
    consultant: Browser, session: Session, match: Match
) -> None:
    session.execute(sa.update(Need).values(programme_id=None))
    assert "Räknas företaget" not in consultant.get(f"/matches/{match.id}/uses/new").get_data(as_text=True)
    assert record(consultant, match, **PROOF).status_code == 302


BAD = [
    ({"started_on": ""}, 422),
    ({"started_on": (today() + timedelta(days=1)).isoformat()}, 422),
    ({"started_on": "1999-12-31"}, 422),
    ({"completed_on": "2020-01-01"}, 422),
    ({"hours": "-1"}, 422),
    ({"hours": "1,234"}, 422),
    ({"hours": "NaN"}, 422),
    ({"value_sek": "1000000001"}, 422),
    ({"value_sek": "1e9"}, 422),
    ({"evidence_kind": "document"}, 422),
    ({"evidence": "Beställning 17"}, 422),
    ({"evidence_kind": "rumour", "evidence": "x"}, 422),
    ({"evidence_kind": "document", "evidence": "x" * 501}, 422),
    ({"joint_rd_evidence": "Projektplan"}, 422),
    ({"description": "x" * 10_001}, 422),
    ({"is_demo": "y"}, 400),
    ({"hours": ["1", "2"]}, 400),
]


@pytest.mark.parametrize(("wrong", "status"), BAD)
def test_a_bad_use_is_refused(
    consultant: Browser, session: Session, match: Match, wrong: dict[str, Any], status: int
) -> None:
    assert record(consultant, match, **wrong).status_code == status
    assert session.scalars(sa.select(Use)).all() == []
    session.expire_all()
    assert session.get_one(Match, match.id).stage is Stage.AGREED


def test_a_stale_edit_shows_both_versions(consultant: Browser, session: Session, match: Match) -> None:
    use = factories.use(match, description="Först")
    session.add(use)
    session.commit()
    use.description = "Kollegans text"
    session.commit()
    sent = {"started_on": STARTED, "description": "Min text", "version": "1"}
    answer = consultant.send(f"/uses/{use.id}/edit", sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Kollegans text" in page
    assert "Min text" in page
    assert the_use(session).description == "Kollegans text"
    assert consultant.send(f"/uses/{use.id}/edit", {**sent, "version": "2"}).status_code == 302


def test_a_use_recorded_by_mistake_is_removed_and_no_longer_counts(
    consultant: Browser, session: Session, match: Match, programme: Programme
) -> None:
    record(consultant, match, **PROOF)
    record(consultant, match, **PROOF, is_another="y")
    kept, mistake = session.scalars(sa.select(Use).order_by(Use.id)).all()
    for use, verdicts in ((mistake, [Verdict.USE]), (kept, [])):
        counted = len(count_uses(session, programme, until=today())[CountingRule.SMF_USED])
        assert counted == 1
        answer = consultant.send(f"/uses/{use.id}/remove", {"version": "1"})
        assert answer.status_code == 302
        assert session.scalars(sa.select(Judgement.verdict)).all() == verdicts
    assert session.scalars(sa.select(Use)).all() == []
    assert not count_uses(session, programme, until=today())[CountingRule.SMF_USED]
    removed = sa.select(AuditEntry).where(AuditEntry.subject == "use", AuditEntry.action == "delete")
    assert {entry.subject_id for entry in session.scalars(removed)} == {str(kept.id), str(mistake.id)}
    session.expire_all()
    # Nothing stands for it any more, so the match says no longer that it was used.
    assert session.get_one(Match, match.id).stage is Stage.AGREED
    assert "✓" not in consultant.get("/matches?stage=agreed").get_data(as_text=True)


@pytest.mark.parametrize(("version", "status"), [("2", 409), ("x", 400), ("", 409)])
def test_a_use_that_somebody_has_changed_is_not_removed(
    consultant: Browser, session: Session, match: Match, version: str, status: int
) -> None:
    record(consultant, match)
    use = the_use(session)
    answer = consultant.send(f"/uses/{use.id}/remove", {"version": version})
    assert answer.status_code == status
    assert the_use(session).id == use.id


@pytest.mark.parametrize("path", ["/uses/9999/edit", "/matches/9999/uses/new"])
def test_missing_uses_are_not_found(consultant: Browser, path: str) -> None:
    assert consultant.get(path).status_code == 404
