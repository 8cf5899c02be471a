"""The infrastructures with their hosts and capabilities, from public sources and not confirmed by the units."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.infrastructures import Capability, Confidence, Infrastructure, ServiceForm
from models.known_facts import Openness, YesNoUnknown
from models.organisations import HostOrganisation
from models.vocabulary import Concept
from seeds.files import SeedRow, read_rows
from seeds.refresh import refresh
from seeds.report import SeedReport

_REFRESHED = ("key", "description_sv", "description_en")


def load_infrastructures(session: Session, report: SeedReport) -> None:
    """Add the infrastructures and capabilities that are missing, by their keys, and refresh texts nobody has edited.

    The concepts must be in place. `confirmed_on`, contacts, prices and lead times stay empty: only the unit knows.
    """
    hosts = _hosts(session, report)
    concepts = {concept.key: concept for concept in session.scalars(sa.select(Concept))}
    known = {infrastructure.key: infrastructure for infrastructure in session.scalars(sa.select(Infrastructure))}
    known_capabilities = set(session.scalars(sa.select(Capability.key)))
    descriptions, texts = [], []
    for row in read_rows("infrastructures", "infrastructures"):
        capabilities = row.pop("capabilities")
        descriptions.append({name: row[name] for name in _REFRESHED})
        infrastructure = known.get(row["key"])
        if infrastructure is None:
            infrastructure = _infrastructure(row, hosts)
            session.add(infrastructure)
            report.count("infrastructures")
        for capability in capabilities:
            concept = concepts[capability["concept"]]
            texts.append(_texts(infrastructure.key, concept, capability))
            if f"{infrastructure.key}/{concept.key}" not in known_capabilities:
                session.add(_capability(infrastructure, concept, capability))
                report.count("capabilities")
    session.flush()
    refresh(session, Infrastructure, descriptions, report, "infrastructures")
    refresh(session, Capability, texts, report, "capabilities")


def _hosts(session: Session, report: SeedReport) -> dict[str, HostOrganisation]:
    known = list(session.scalars(sa.select(HostOrganisation)))
    by_ror = {host.ror: host for host in known if host.ror}
    by_name = {host.name_sv: host for host in known}
    hosts: dict[str, HostOrganisation] = {}
    for row in read_rows("hosts", "hosts"):
        key = row.pop("key")
        host = by_ror.get(row.get("ror", "")) or by_name.get(row["name_sv"])
        if host is None:
            host = HostOrganisation(**row)
            session.add(host)
            report.count("hosts")
        hosts[key] = host
    session.flush()
    return hosts


def _infrastructure(row: SeedRow, hosts: Mapping[str, HostOrganisation]) -> Infrastructure:
    facts = {
        **row,
        "hosts": [hosts[key] for key in row["hosts"]],
        "in_flemingsberg": YesNoUnknown(row["in_flemingsberg"]),
        "open_to_companies": Openness(row["open_to_companies"]),
        "confidence": Confidence(row["confidence"]),
    }
    return Infrastructure(**facts)


def _capability(infrastructure: Infrastructure, concept: Concept, row: SeedRow) -> Capability:
    form = row.get("service_form")
    return Capability(
        **_texts(infrastructure.key, concept, row),
        infrastructure=infrastructure,
        quality=row.get("quality"),
        service_form=ServiceForm(form) if form else None,
        concepts=[concept],
    )


def _texts(infrastructure: str, concept: Concept, row: SeedRow) -> SeedRow:
    return {
        "key": f"{infrastructure}/{concept.key}",
        "title_sv": row.get("title_sv") or capitalised(concept.label_sv),
        "title_en": row.get("title_en") or capitalised(concept.label_en),
        "text_sv": row["sv"],
        "text_en": row["en"],
    }


def capitalised(label: str) -> str:
    """Return a label with a capital first, except where its second letter says that it is meant (mRNA, iPS)."""
    return label if label[1:2].isupper() else label[:1].upper() + label[1:]
