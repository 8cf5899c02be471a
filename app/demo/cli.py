"""`flask demo remove`: take all demo data out of a database that is to be used in earnest."""

from __future__ import annotations

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from app.accounts.use_cases import able_administrators
from app.demo.rows import Plan, plan_removal, remove
from app.storage.audit import note_event
from app.storage.audit_changes import CHANGED
from app.storage.database import db_session
from models.engine_state import CatalogueState

demo_commands = AppGroup("demo", help="Take demo data away.")


@demo_commands.command("remove")
@click.option(
    "--with-real-rows", is_flag=True, help="Remove real rows too that cannot be without a demo row; they are named."
)
def remove_demo(with_real_rows: bool) -> None:
    """Remove every demo row, and say how many went.

    A real row that names a demo row lets go of it. One that cannot be without it is named, and nothing is removed.
    """
    session = db_session()
    plan = plan_removal(session, with_real_rows=with_real_rows)
    if plan.in_the_way:
        _refuse(plan)
    for link, keys in plan.let_go():
        numbers = ", ".join(str(key[0]) for key in keys)
        click.echo(f"{link.table.name} {numbers}: {link.column.name} is emptied; it named demo data.")
    counts = remove(session, plan)
    if counts:
        session.execute(sa.update(CatalogueState).values(revision=CatalogueState.revision + 1))
        _tell_the_trail(plan)
    session.commit()
    for table, count in sorted(counts.items()):
        click.echo(f"{count:6} {table}")
    click.echo(f"{sum(counts.values())} rows removed." if counts else "There is no demo data.")
    if session.scalar(able_administrators().limit(1)) is None:
        click.echo(
            "No administrator is left who can sign in. Next: flask user add ADDRESS --name NAME --role administrator"
        )


def _tell_the_trail(plan: Plan) -> None:
    """Note each real row that changes, and which rows go: statements in bulk pass the session by."""
    for link, keys in plan.let_go():
        for key in keys:
            number = ",".join(map(str, key))
            note_event(
                db_session(),
                "update",
                subject=link.table.name,
                subject_id=number,
                changes={link.column.name: CHANGED},
            )
    gone = {table: sorted(",".join(map(str, key)) for key in keys) for table, keys in plan.goes.items() if keys}
    note_event(db_session(), "demo_removed", subject="database", subject_id="", changes=gone)


def _refuse(plan: Plan) -> None:
    db_session().rollback()
    for table, keys in sorted(plan.in_the_way.items()):
        numbers = ", ".join(str(key[0]) for key in sorted(keys, key=str))
        click.echo(f"{table} {numbers}: real, but hangs on demo data.")
    raise click.ClickException(
        "Nothing was removed. Move these to real records first, or remove them too with --with-real-rows."
    )
