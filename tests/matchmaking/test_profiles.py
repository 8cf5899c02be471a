"""What the engine may know of a need, a capability and the vocabulary."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.matchmaking.engine_input import NEED_FIELDS, need_profile, read_capabilities, read_vocabulary
from models.infrastructures import ServiceForm
from models.known_facts import Openness, YesNoUnknown
from seeds.files import shipped_vocabulary
from seeds.report import SeedReport
from seeds.vocabulary import load_vocabulary
from tests import factories
from tests.needs.scenes import SECRET, asked, binding_concept


def test_the_consultants_notes_never_reach_the_engine(session: Session) -> None:
    need = asked(session)
    assert need.private_text == SECRET
    assert SECRET not in repr(need_profile(need))
    assert "private_text" not in NEED_FIELDS


def test_a_need_is_told_to_the_engine_as_it_stands(session: Session) -> None:
    concept = binding_concept(session)
    need = asked(
        session,
        concepts=[concept],
        quality=["GMP"],
        place_matters=True,
        service_form=ServiceForm.TRAINING,
        deadline=date(2027, 1, 1),
    )
    profile = need_profile(need)
    assert [passage.field for passage in profile.passages] == list(NEED_FIELDS)
    assert profile.tags == ("spr",)
    assert profile.quality == {"GMP"}
    assert (profile.in_flemingsberg, profile.service_form, profile.deadline) == (True, "training", date(2027, 1, 1))


def test_what_is_not_known_of_a_capability_stays_unknown(session: Session) -> None:
    infrastructure = factories.infrastructure(open_to_companies=Openness.UNKNOWN, in_flemingsberg=YesNoUnknown.UNKNOWN)
    known = factories.ready(factories.infrastructure(confirmed_on=date(2026, 10, 1)))
    unknown, told = factories.capability(infrastructure), factories.capability(known, quality=[], lead_time_days=14)
    hidden = factories.capability(known, is_active=False)
    session.add_all([unknown, told, hidden])
    session.commit()
    found = read_capabilities(session.connection())
    assert set(found) == {str(unknown.id), str(told.id)}
    first, second = found[str(unknown.id)], found[str(told.id)]
    assert (first.quality, first.open_to_companies, first.in_flemingsberg, first.ready) == (None, None, None, False)
    assert (second.quality, second.lead_time_days, second.ready) == (frozenset(), 14, True)
    assert second.confirmed_on == date(2026, 10, 1)


def test_the_vocabulary_in_the_database_says_what_the_files_say(session: Session) -> None:
    load_vocabulary(session, SeedReport())
    session.commit()
    stored, written = read_vocabulary(session.connection()), shipped_vocabulary()
    assert stored.version == written.version
    assert stored.categories == written.categories
