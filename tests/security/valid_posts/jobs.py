"""The success case of asking for a job."""

from __future__ import annotations

from app.storage.current_jobs import jobs_of
from tests.security.valid_posts.setting import Attempt, Setting, case


@case("jobs.ask")
def _(stage: Setting) -> Attempt:
    jobs = jobs_of(stage.app)
    return Attempt("/jobs", lambda: "digest" in jobs.wanted(), action="/jobs/digest")
