"""The page of jobs: what is done beside the answers, how it went, and what waits."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.imports.running import IMPORT_JOB
from app.jobs.blueprint import bp
from app.jobs.kinds import KINDS
from app.jobs.queries import JobState, list_jobs
from app.reports.freezing import FREEZE_JOB
from app.storage.current_jobs import current_jobs
from models.errors import NotFoundError

_STATES = {
    JobState.NEW: (_l("Not done yet"), "neutral"),
    JobState.WAITING: (_l("Waits"), "due"),
    JobState.AT_WORK: (_l("At work"), "current"),
    JobState.DONE: (_l("Done"), "good"),
    JobState.FAILED: (_l("Failed"), "bad"),
}


@bp.get("")
def index() -> str:
    """Show every job with its times, and what was asked for and is not done."""
    jobs = current_jobs()
    found = list_jobs(jobs)
    return render_template(
        "jobs/index.html",
        timed=[job for job in found if job.kind.when is not None],
        asked=[job for job in found if job.kind.when is None],
        stands_still=not jobs.runner.is_held,
        states=_STATES,
        import_job=IMPORT_JOB,
        freeze_job=FREEZE_JOB,
    )


@bp.post("/<job>")
def ask(job: str) -> ResponseReturnValue:
    """Want a job with times to be done now."""
    if job not in KINDS or KINDS[job].when is None:
        raise NotFoundError
    current_jobs().ask(job)
    flash(_("“%(job)s” is done as soon as its turn comes.", job=KINDS[job].label), "success")
    return redirect(url_for(".index"))
