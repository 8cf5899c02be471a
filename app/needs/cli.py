"""`flask match 12`: the ranking of a need, the same as on its page. `flask notices`: what is new for watched needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import click
import sqlalchemy as sa
from flask.cli import with_appcontext
from flask_babel import force_locale
from sqlalchemy.orm import selectinload

from app.limits import RANKED_SHOWN
from app.matchmaking import matchmaker, need_profile
from app.matchmaking.message_texts import limit_sentence
from app.matchmaking.presentation import objection, rounded
from app.needs import queries
from app.needs.notices import tell_of_new
from app.needs.suggestions import open_pairs
from app.storage.audit import append_readings
from app.storage.database import db_session
from matching.results import Candidate, Quote, RankedPlace, Reason
from models.clock import today
from models.infrastructures import Capability
from models.matches import Stage
from models.needs import Need

_SIGNS = {"pass": "✓", "fail": "✕", "unknown": "?"}


@click.command("match")
@click.argument("need_id", type=int)
@click.option("--top", type=click.IntRange(1, 1000), default=RANKED_SHOWN, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Write everything, exactly, as JSON.")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
@with_appcontext
def match_command(need_id: int, top: int, as_json: bool, language: str) -> None:
    """Rank units for a need by their best capabilities, dismissed ones left out, as its page does."""
    need = db_session().scalar(sa.select(Need).where(Need.id == need_id).options(selectinload(Need.concepts)))
    if need is None:
        raise click.ClickException(f"There is no need number {need_id}.")
    closed = [match for match in queries.list_matches_of(db_session(), need) if match.stage is Stage.CLOSED]
    ranking = open_pairs(matchmaker(), need_profile(need), closed, today=today(), top=top)
    shown = [int(each.capability_id) for each in ranking.candidates]
    shown += [int(each.id) for others in ranking.others.values() for each in others]
    capabilities = queries.list_capability_names(db_session(), shown)
    with force_locale(language):
        rows = [
            _row(place, each, capabilities[int(each.capability_id)], language)
            for place, each in enumerate(ranking.candidates, start=1)
        ]
        for row, each in zip(rows, ranking.candidates, strict=True):
            row["others"] = [_other(other, capabilities, language) for other in ranking.others[each.capability_id]]
    about = {"id": need.id, "title": need.title, "status": need.status.value}
    db_session().rollback()
    matchmaker().vectors.save()
    # The reasons quote what is for introduced units; whoever has the command line is the operator, without an account.
    append_readings(db_session(), None, [(Need.__tablename__, str(need_id))])
    db_session().commit()
    if as_json:
        click.echo(
            json.dumps({"need": about, "suitable": ranking.suitable, "candidates": rows}, ensure_ascii=False, indent=1)
        )
    else:
        _print(f"{about['title']} ({about['status']})", rows, suitable=ranking.suitable)


@click.command("notices")
@with_appcontext
def notices_command() -> None:
    """Rank watched needs again where the catalogue has changed, and tell who watches them of what fits now.

    May run as often as you like, also twice at once.
    """
    matchmaker().state()
    if matchmaker().waits_for_texts:
        raise click.ClickException("Texts are still being read, and words alone would rank. Run flask encode first.")
    told = tell_of_new(db_session(), matchmaker(), today=today())
    matchmaker().vectors.save()
    click.echo(f"{told.ranked} needs ranked again, {told.notices} notices.")


def _row(place: int, candidate: Candidate, capability: Capability, language: str) -> dict[str, Any]:
    return {
        "place": place,
        "capability_id": capability.id,
        "capability": getattr(capability, f"title_{language}"),
        "infrastructure": getattr(capability.infrastructure, f"name_{language}"),
        "score": candidate.score,
        "probability": candidate.probability,
        "strength": candidate.strength.value,
        "fails": candidate.fails,
        "has_old_facts": candidate.has_old_facts,
        "contributions": [
            {"signal": part.signal, "value": part.value, "amount": part.amount} for part in candidate.contributions
        ],
        "limits": [
            {"kind": limit.kind, "outcome": limit.outcome.value, "sentence": limit_sentence(limit)}
            for limit in candidate.limits
        ],
        "reasons": [_reason(reason, language) for reason in candidate.reasons],
    }


def _other(place: RankedPlace, capabilities: Mapping[int, Capability], language: str) -> dict[str, Any]:
    capability = capabilities[int(place.id)]
    return {
        "capability_id": capability.id,
        "capability": getattr(capability, f"title_{language}"),
        "score": place.score,
    }


def _reason(reason: Reason, language: str) -> dict[str, Any]:
    label = matchmaker().concept_label(reason.concept, language) if reason.concept else None
    return {
        "kind": reason.kind,
        "concept": reason.concept,
        "label": label,
        "need": _quote(reason.need),
        "capability": _quote(reason.capability),
        "objection": objection(reason, label, language),
    }


def _quote(quote: Quote | None) -> dict[str, Any] | None:
    if quote is None:
        return None
    return {"field": quote.field, "start": quote.start, "end": quote.end, "text": quote.text}


def _print(heading: str, rows: list[dict[str, Any]], *, suitable: bool) -> None:
    click.echo(heading)
    if not suitable:
        click.echo("Nothing suitable yet; these are the nearest.")
    for row in rows:
        score = f"{rounded(row['score']):.3f}"
        click.echo(f"\n{row['place']:3}. {score}  {row['strength']:8}  {row['capability']} – {row['infrastructure']}")
        for reason in row["reasons"]:
            if reason["need"] or reason["capability"]:
                said = [f"“{side['text']}”" if side else "–" for side in (reason["need"], reason["capability"])]
                joint = (
                    f"↮ {reason['objection']} ↮" if reason["objection"] else f"↔ {reason['label'] or reason['kind']} ↔"
                )
                click.echo(f"       {said[0]} {joint} {said[1]}")
        for other in row["others"]:
            click.echo(f"       + {rounded(other['score']):.3f}  {other['capability']}")
        for limit in row["limits"]:
            click.echo(f"     {_SIGNS[limit['outcome']]} {limit['sentence']}")
