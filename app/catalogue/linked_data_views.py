"""What search engines are told of a page, in the words of schema.org: what anybody reads on it, and nothing besides."""

from __future__ import annotations

from typing import Any, Final

from flask import current_app
from flask_babel import gettext as _

from app.catalogue.shapes import PublicCapability, PublicCatalogue, PublicHost, PublicInfrastructure
from app.web.i18n import named
from app.web.public_pages import absolute
from config import LICENCES

_CONTEXT: Final = "https://schema.org"
_ROR: Final = "https://ror.org/"

Node = dict[str, Any]


def described(infrastructure: PublicInfrastructure, language: str) -> Node:
    """Return an infrastructure as an organisation that offers services."""
    page = absolute("catalogue.show", key=infrastructure.key, language=language)
    return _known(
        {
            "@context": _CONTEXT,
            "@type": "Organization",
            "@id": absolute("catalogue.show", key=infrastructure.key, language="sv") + "#infrastructure",
            "url": page,
            "name": named(infrastructure),
            "description": named(infrastructure, "description"),
            "sameAs": infrastructure.website,
            "location": {"@type": "Place", "name": infrastructure.campus} if infrastructure.campus else None,
            "parentOrganization": [_host(host) for host in infrastructure.hosts],
            "makesOffer": [_offer(capability, page) for capability in infrastructure.capabilities],
        }
    )


def breadcrumbs(infrastructure: PublicInfrastructure, language: str) -> Node:
    """Return where a page lies."""
    steps = (
        (_("Find an infrastructure"), absolute("catalogue.index", language=language)),
        (named(infrastructure), absolute("catalogue.show", key=infrastructure.key, language=language)),
    )
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": url}
        for place, (name, url) in enumerate(steps, start=1)
    ]
    return {"@context": _CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}


def list_described(catalogue: PublicCatalogue) -> list[Node]:
    """Return the whole catalogue as a data set that may be taken and used."""
    brand = current_app.extensions["brygga"].branding
    files = (("application/json", ".data_json"), ("text/csv", ".data_csv"))
    return [
        {
            "@context": _CONTEXT,
            "@type": "Dataset",
            "name": f"{_('Research infrastructures')}, {brand.region}",
            "description": _(
                "%(infrastructures)s infrastructures and %(capabilities)s things that they can do for companies.",
                infrastructures=len(catalogue.infrastructures),
                capabilities=catalogue.capability_count,
            ),
            "url": absolute("catalogue.index", language="sv"),
            "inLanguage": ["sv", "en"],
            "isAccessibleForFree": True,
            "license": LICENCES[brand.licence],
            "creator": {"@type": "Organization", "name": brand.name},
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": absolute(endpoint)}
                for kind, endpoint in files
            ],
        }
    ]


def _host(host: PublicHost) -> Node:
    return _known({"@type": "Organization", "name": named(host), "sameAs": f"{_ROR}{host.ror}" if host.ror else None})


def _offer(capability: PublicCapability, page: str) -> Node:
    service = {
        "@type": "Service",
        "@id": f"{page}#capability-{capability.id}",
        "name": named(capability, "title"),
        "description": named(capability, "text"),
        "serviceType": [named(concept, "label") for concept in capability.concepts],
    }
    return {"@type": "Offer", "itemOffered": _known(service)}


def _known(node: Node) -> Node:
    """Return a node without what is not known."""
    return {name: value for name, value in node.items() if value not in (None, "", [])}
