"""How far each role may reach: the rules that the policy gives to addresses."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from models.accounts import Role


class Reach(enum.StrEnum):
    """How far a role reaches behind an address: to nothing, to its own objects, or to all."""

    NONE = "none"
    OWN = "own"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Rule:
    """What each role may reach; whoever is not named reaches nothing.

    OWN is carried out by the queries behind the address: they take the actor and scope what they find.
    """

    administrator: Reach = Reach.NONE
    consultant: Reach = Reach.NONE
    staff: Reach = Reach.NONE
    steering: Reach = Reach.NONE
    anonymous: Reach = Reach.NONE

    def reach(self, role: Role | None) -> Reach:
        """Return how far a role reaches; None is somebody who has not signed in."""
        reach: Reach = getattr(self, role.value if role else "anonymous")
        return reach


EVERYONE = Rule(Reach.ALL, Reach.ALL, Reach.ALL, Reach.ALL, Reach.ALL)


OWN_ACCOUNT = Rule(Reach.OWN, Reach.OWN, Reach.OWN, Reach.OWN)


ADMINISTRATOR = Rule(administrator=Reach.ALL)


OFFICE = Rule(administrator=Reach.ALL, consultant=Reach.ALL)


INFRASTRUCTURE = Rule(staff=Reach.OWN)


OFFICE_AND_INFRASTRUCTURE = Rule(administrator=Reach.ALL, consultant=Reach.ALL, staff=Reach.OWN)


OFFICE_AND_ALL_INFRASTRUCTURES = Rule(administrator=Reach.ALL, consultant=Reach.ALL, staff=Reach.ALL)


OFFICE_AND_STEERING = Rule(administrator=Reach.ALL, consultant=Reach.ALL, steering=Reach.ALL)


def shown_and_sent(endpoint: str, rule: Rule) -> dict[tuple[str, str], Rule]:
    """Return the two lines of an address that shows a form and takes it."""
    return {(endpoint, "GET"): rule, (endpoint, "POST"): rule}
