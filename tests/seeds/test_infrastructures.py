"""The infrastructures are what public sources say, and nothing that only the unit can know."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from models.infrastructures import Capability, Infrastructure
from models.known_facts import YesNoUnknown
from models.organisations import HostOrganisation
from seeds.files import read_rows
from seeds.infrastructures import capitalised


def all_infrastructures(session: Session) -> list[Infrastructure]:
    return list(session.scalars(sa.select(Infrastructure).options(selectinload(Infrastructure.hosts))))


def test_there_are_forty_two_sourced_infrastructures(seeded: Session) -> None:
    infrastructures = all_infrastructures(seeded)
    assert len(infrastructures) == 42
    for infrastructure in infrastructures:
        assert infrastructure.confidence is not None
        assert infrastructure.source_title
        assert infrastructure.source_host
        assert infrastructure.hosts


def test_more_than_twenty_of_them_stand_in_flemingsberg(seeded: Session) -> None:
    assert (
        sum(infrastructure.in_flemingsberg is YesNoUnknown.YES for infrastructure in all_infrastructures(seeded)) > 20
    )


def test_without_demo_nobody_is_invented(stocked: Session) -> None:
    for infrastructure in all_infrastructures(stocked):
        assert infrastructure.contact_email is None
        assert infrastructure.confirmed_on is None
        assert infrastructure.opened_on is None


def test_no_infrastructure_has_confirmed_its_facts_even_in_the_demo(seeded: Session) -> None:
    assert all(
        infrastructure.confirmed_on is None and infrastructure.confirmed_by_id is None
        for infrastructure in all_infrastructures(seeded)
    )


def test_every_capability_has_its_concept_its_title_and_texts_in_both_languages(seeded: Session) -> None:
    statement = sa.select(Capability).options(
        selectinload(Capability.concepts), selectinload(Capability.infrastructure)
    )
    capabilities = list(seeded.scalars(statement))
    assert len(capabilities) == 164
    for capability in capabilities:
        assert [f"{capability.infrastructure.key}/{concept.key}" for concept in capability.concepts] == [capability.key]
        assert capability.title_sv
        assert capability.title_en
        assert capability.infrastructure.description_sv not in capability.text_sv
        assert capability.infrastructure.description_en not in capability.text_en
        assert capability.lead_time_days is None
        assert capability.price_note is None


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_two_capabilities_share_a_sentence_and_each_says_more_than_its_title(language: str) -> None:
    said: Counter[str] = Counter()
    for infrastructure in read_rows("infrastructures", "infrastructures"):
        for capability in infrastructure["capabilities"]:
            sentences = re.split(r"(?<=[.?!])\s+", capability[language])
            assert 2 <= len(sentences) <= 4, f"{infrastructure['key']}/{capability['concept']}"
            said.update(sentence.casefold() for sentence in sentences)
    assert [sentence for sentence, times in said.items() if times > 1] == []


def test_a_capability_has_a_title_of_its_own_where_its_concepts_label_says_too_little(seeded: Session) -> None:
    titles = dict(seeded.execute(sa.select(Capability.key, Capability.title_sv)).all())
    assert titles["kta-fas1/gcp"] == "Prövningar enligt god klinisk sed (GCP)"
    assert titles["vecura/gene-therapy"] == "Genterapi"


def test_a_gmp_capability_says_gmp_and_an_unknown_level_stays_unknown(seeded: Session) -> None:
    quality = dict(seeded.execute(sa.select(Capability.key, Capability.quality)).all())
    assert quality["vecura/gmp-manufacturing"] == ["GMP"]
    assert quality["pre-gmp-ki/process-development"] is None


def test_hosts_carry_the_ror_ids_that_are_confirmed(seeded: Session) -> None:
    rors = set(seeded.scalars(sa.select(HostOrganisation.ror)))
    assert {"056d84691", "00m8d6786", "026vcq606", "04ev03g22"} <= rors


def test_facts_of_low_confidence_are_left_out() -> None:
    keys = {row["key"] for row in read_rows("infrastructures", "infrastructures")}
    assert not keys & {"kth-boendelabb", "bea", "emil", "sicof", "umove", "sh-labs"}


@pytest.mark.parametrize(
    ("label", "title"),
    [("renrum", "Renrum"), ("mRNA-framställning", "mRNA-framställning"), ("ögonspårning", "Ögonspårning"), ("", "")],
)
def test_a_title_begins_with_a_capital_unless_its_second_letter_is_one(label: str, title: str) -> None:
    assert capitalised(label) == title
