"""Small worlds for the tests about needs: a concept, a unit that offers it, and a company that asks for it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from models.accounts import Role, User
from models.infrastructures import Capability, Infrastructure
from models.needs import Need
from models.vocabulary import Concept, Language, Term, TermKind
from tests import factories

SECRET = "kanariefågel-hemlig-styrelse"


def binding_concept(session: Session) -> Concept:
    """Record surface plasmon resonance with its names and problem phrases."""
    concept = factories.concept(key="spr", label_sv="ytplasmonresonans", label_en="surface plasmon resonance")
    for language, text in ((Language.SV, "hur hårt binder antikroppen"), (Language.EN, "how tightly does it bind")):
        concept.terms.append(Term(language=language, kind=TermKind.PROBLEM, text=text))
    concept.terms.append(Term(language=Language.SV, kind=TermKind.SYNONYM, text="SPR-mätning"))
    session.add(concept)
    session.commit()
    return concept


def offered(session: Session, infrastructure: Infrastructure | None = None, **values: Any) -> Capability:
    """Record a capability for binding studies."""
    infrastructure = infrastructure or factories.infrastructure(hosts=[factories.host()])
    capability = factories.capability(infrastructure, **values)
    session.add(capability)
    session.commit()
    return capability


def asked(session: Session, **values: Any) -> Need:
    """Record an open need about binding, with all its layers filled."""
    texts: dict[str, Any] = {
        "concepts": [],
        "title": "Hur hårt binder antikroppen",
        "teaser": "Vi vill veta hur hårt vår antikropp binder, med ytplasmonresonans.",
        "infrastructure_text": "Tolv varianter i buffert.",
        "desired_result": "Bindningskonstanter.",
        "conditions": "Inga djurförsök.",
        "private_text": SECRET,
    }
    need = factories.need(factories.company(), **{**texts, **values})
    session.add(need)
    session.commit()
    return need


def staff_of(session: Session, infrastructure: Infrastructure) -> User:
    """Record a user who acts for a unit."""
    user = factories.user(role=Role.STAFF, infrastructures=[infrastructure])
    session.add(user)
    session.commit()
    return user
