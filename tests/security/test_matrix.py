"""Every address × every method × eight identities × own, foreign and missing things, on both databases."""

from __future__ import annotations

import pytest

from tests.security import matrix
from tests.security.addresses import list_doors
from tests.security.conftest import World

FEWEST_READING, FEWEST_WRITING = 1_900, {"sqlite": 3_200, "postgresql": 1_000}
# Canaries that must be met by those who may read them, so that meeting none elsewhere says something.
READ_BY_THE_OFFICE = {
    "company.secrecy_note",
    "need.private_text",
    "need.infrastructure_text",
    "match.next_step",
    "meeting.notes",
    "person.phone",
    "smf_declaration.evidence",
    "use.evidence",
    "use.value_sek",
}
# The scene's needs that were handed in are not accepted; `valid_posts/hand_ins.py` opens this page of one that is.
SHOWN_ONCE_ACCEPTED = {"hand_ins.add_file"}
READ_BY_STAFF = {"need.infrastructure_text", "need.conditions", "person.email", "infrastructure.contact_email"}


def test_whoever_asks_reads_what_the_policy_says_and_no_more(world: World) -> None:
    outcome = matrix.run(world.scene, world.visitors, matrix.reading_cells(world.scene))
    assert not outcome.failures, outcome.report()
    assert outcome.cells == outcome.scanned >= FEWEST_READING
    pages = {door.endpoint for door in list_doors(world.scene.app) if door.answers("GET")}
    assert outcome.read["consultant"] >= READ_BY_THE_OFFICE
    assert outcome.read["staff"] >= READ_BY_STAFF
    assert pages - outcome.seen == SHOWN_ONCE_ACCEPTED, (
        "No visitor was shown a page: nothing in the scene is shown there."
    )


@pytest.mark.usefixtures("nothing_is_kept")
def test_whoever_writes_does_what_the_policy_says_and_no_more(world: World, database_kind: str) -> None:
    cells = list(matrix.writing_cells(world.scene))
    if database_kind == "postgresql":
        cells = [cell for cell in cells if matrix.is_looked_at(cell)]
    outcome = matrix.run(world.scene, world.visitors, cells)
    assert not outcome.failures, outcome.report()
    assert outcome.cells == outcome.scanned >= FEWEST_WRITING[database_kind]
