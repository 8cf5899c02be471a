"""`flask jobs`: how the jobs stand, and asking for one."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from app.jobs.kinds import KINDS
from app.jobs.queries import list_jobs
from app.storage.current_jobs import current_jobs
from models.clock import local

job_commands = AppGroup("jobs", help="What is done beside the answers; `python -m app.runner` does it.")


@job_commands.command("list")
def show() -> None:
    """List the jobs: how each stands, when it ended last, and when it comes next; fails where nobody does them."""
    jobs = current_jobs()
    with force_locale("en"):
        for job in list_jobs(jobs):
            ended = f"ended {local(job.told.ended_at):%Y-%m-%d %H:%M}" if job.told.ended_at else "never ended"
            comes = f"next {local(job.next_at):%Y-%m-%d %H:%M}" if job.next_at else "asked for"
            click.echo(f"{job.name:14} {job.state.value:8} {ended:22} {comes}")
    if not jobs.runner.is_held:
        raise click.ClickException("Nobody does jobs. Start the runner: python -m app.runner")


@job_commands.command("ask")
@click.argument("job", type=click.Choice([name for name, kind in KINDS.items() if kind.when is not None]))
def ask(job: str) -> None:
    """Want a job to be done now, by the runner."""
    current_jobs().ask(job)
    click.echo(f"{job} is asked for.")
