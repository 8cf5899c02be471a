"""The concept scheme arrives whole, once, and fits its columns."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.vocabulary import Concept, Term
from seeds.files import shipped_vocabulary
from seeds.report import SeedReport
from seeds.vocabulary import category_key, load_vocabulary


def test_every_concept_and_category_of_the_files_is_a_row(seeded: Session) -> None:
    vocabulary = shipped_vocabulary()
    expected = set(vocabulary.concepts) | {category_key(category) for category in vocabulary.categories}
    assert set(seeded.scalars(sa.select(Concept.key))) == expected


def test_every_broader_concept_exists_and_only_categories_have_none(seeded: Session) -> None:
    concepts = {concept.key: concept for concept in seeded.scalars(sa.select(Concept))}
    for concept in concepts.values():
        if concept.key.startswith("cat-"):
            assert concept.broader_key is None
        else:
            assert concept.broader_key in concepts, concept.key


def test_a_new_phrase_reaches_an_old_concept_and_a_changed_label_stays(stocked: Session) -> None:
    concept = stocked.scalars(sa.select(Concept).where(Concept.key == "biobanking")).one()
    concept.label_sv = "vår egen benämning"
    stocked.execute(sa.delete(Term).where(Term.concept_id == concept.id, Term.text == "biobankning"))
    report = SeedReport()
    load_vocabulary(stocked, report)
    stocked.expire_all()
    assert report.added["terms"] == 1
    assert report.added["concepts"] == 0
    assert concept.label_sv == "vår egen benämning"
