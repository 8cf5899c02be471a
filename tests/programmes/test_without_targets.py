"""A programme may count without having set targets: its pages then show what is counted, and no meter."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.clock import today
from models.programmes import Indicator
from seeds.programmes import load_programmes
from seeds.report import SeedReport
from tests.conftest import Browser


@pytest.fixture
def without_targets(session: Session) -> None:
    """The programmes as they are seeded, but with no target set."""
    load_programmes(session, SeedReport())
    session.execute(sa.update(Indicator).values(target=None))
    session.commit()


@pytest.mark.usefixtures("without_targets")
@pytest.mark.parametrize("address", ["/", "/programmes/klustermotor", "/programmes/klustermotor/smf-used", "/reports/"])
def test_what_is_counted_is_shown_without_a_target(consultant: Browser, steering: Browser, address: str) -> None:
    page = f"{address}{today():%Y-%m}" if address == "/reports/" else address
    for reader in (consultant, steering):
        answer = reader.get(page, follow_redirects=True)
        assert answer.status_code == 200
        assert " av None" not in answer.text
