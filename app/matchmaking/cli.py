"""`flask status` and `flask encode`: what the matching engine works with, and turning texts into vectors ahead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click
from flask.cli import with_appcontext

from app.matchmaking import Matchmaker, matchmaker
from app.matchmaking.engine_summary import EngineSummary
from app.storage.database import alembic
from matching.embeddings.batches import Text


@click.command()
@with_appcontext
def encode() -> None:
    """Turn texts into vectors ahead of their use, after an import or with another model; Ctrl+C loses nothing."""
    maker = matchmaker()
    texts = maker.missing_texts()
    if not texts:
        click.echo("Every text has its vector.")
        return
    if not maker.queue.is_free:
        raise click.ClickException("Another process is at it, or it is paused. The engine's page shows how far it is.")
    encode_with_bar(maker, texts)


def encode_with_bar(maker: Matchmaker, texts: Sequence[Text]) -> None:
    """Encode texts, with a bar in the terminal; what is done when it is broken off stays done."""
    if not texts:
        return
    with click.progressbar(length=len(texts), label="Encoding texts", show_pos=True) as bar:
        finished = maker.encode(texts, lambda done, total: bar.update(done - total + len(texts) - bar.pos))
    if not finished:
        click.echo("Stopped before the end. Run `flask encode` again to go on.")


def prepare_engine() -> None:
    """Encode every text and build the engine, so that nobody waits for either; what takes long is shown."""
    maker = matchmaker()
    encode_with_bar(maker, maker.missing_texts())
    state = maker.state()
    maker.vectors.save()
    click.echo(f"The engine knows {state.concepts} concepts and {state.capabilities} capabilities.")


@click.command()
@with_appcontext
def status() -> None:
    """Say what the engine works with and what is missing; exit code 1 when something is."""
    if alembic.needs_upgrade():
        raise click.ClickException("The database lacks migrations. Run: flask db upgrade")
    state = matchmaker().state()
    setting = matchmaker().encoder_setting
    for name, value in (
        ("Migrations", "up to date"),
        ("Encoder", state.encoder or f"none (setting: {setting})"),
        ("Vocabulary", f"{state.concepts} concepts, version {state.vocabulary}"),
        ("Capabilities", state.capabilities),
        ("Vectors stored", state.vectors),
        ("Parameters", state.parameters),
        ("Catalogue revision", state.revision),
    ):
        click.echo(f"{name + ':':20} {value}")
    matchmaker().vectors.save()
    missing = list(_missing(state))
    for sentence in missing:
        click.echo(f"Missing: {sentence}")
    if missing:
        raise SystemExit(1)


def _missing(state: EngineSummary) -> Iterator[str]:
    """Yield a sentence for everything the engine lacks."""
    if state.problem:
        setting = matchmaker().encoder_setting
        yield f"The encoder {setting!r} cannot be used, so words and concepts alone rank: {state.problem}"
    if matchmaker().waits_for_texts:
        yield "Many texts have no vector yet, so words and concepts alone rank. Run: flask encode"
    if not state.concepts:
        yield "The vocabulary is empty. Run: flask seed"
    if not state.capabilities:
        yield "There are no capabilities to rank."
