"""Who may know the web: what meets a request or writes a page; every other module of every room works without."""

from __future__ import annotations

from typing import Final

import grimp

_WEB: Final = ("flask", "werkzeug", "wtforms", "flask_login", "flask_wtf")
_NAMED: Final = ("blueprint", "cli", "forms", "tables", "views")
_ENDING: Final = ("_cli", "_form", "_forms", "_views")
_OTHERS: Final = {
    # Put the application together, and attach what it works with.
    "app",
    "app.demo.production_guard",
    "app.infrastructures",
    "app.mail",
    "app.matchmaking",
    "app.ranking.recorder",
    # Lend views what several of them do with a request.
    "app.accounts.busy_pages",
    "app.accounts.known_browsers",
    "app.aid.list_state",
    "app.aid.section",
    "app.batches.chosen_page",
    "app.files.section",
    "app.imports.running",
    "app.duplicates.choosing",
    "app.matches.coming_back",
    "app.programmes.current",
    "app.reports.asked",
    "app.saved_views.list_page",
    "app.tags.list_filter",
    "app.tags.section",
    "app.timeline.earlier",
    "app.timeline.section",
    # Write what a page shows: addresses, the reader's language, a form's key.
    "app.aid.papers",
    "app.aid.refusals",
    "app.batches.names",
    "app.bin.words",
    "app.catalogue.page_of_one",
    "app.profile_changes.differences",
    *(f"app.reports.{name}" for name in ("account", "blocks", "chart_tables", "files", "matching_parts", "paper")),
    *(f"app.reports.{name}" for name in ("pictures", "target_parts", "who_parts", "change_parts", "event_parts")),
    *(f"app.reports.{name}" for name in ("infrastructure_parts", "of_which_parts", "workbook", "freezing")),
    "app.hours.burn_down",
    "app.infrastructures.capacity",
    "app.infrastructures.readiness_board",
    "app.uses.questions",
    "app.files.places",
    "app.imports.catalogue_tables",
    "app.imports.names",
    "app.home.digest_letter",
    "app.reports.report_letter",
    "app.mail.whereabouts",
    "app.meetings.entries",
    "app.needs.need_for_infrastructure",
    "app.needs.two_needs",
    "app.notes.places",
    "app.people.places",
    "app.search.shown",
    "app.tags.places",
    # Does what commands do, in their application.
    "app.jobs.doing",
    "app.runner",
    # Keep for a request what it has read.
    "app.storage.database",
    "app.storage.current_jobs",
    "app.storage.kept_answers",
    "app.storage.postgresql",
    "app.storage.read_log",
}


def _may(module: str) -> bool:
    name = module.rpartition(".")[2]
    return module.startswith("app.") and (name in _NAMED or name.endswith(_ENDING))


def test_only_what_meets_a_request_or_writes_a_page_knows_the_web() -> None:
    graph = grimp.build_graph("app", "models", "matching", "seeds", include_external_packages=True, cache_dir=None)
    own = {"app.web", *graph.find_descendants("app.web")}
    known = {
        module
        for each in (*_WEB, *own)
        if each in graph.modules
        for module in graph.find_modules_that_directly_import(each)
    }
    others = {module for module in known - own if not _may(module)}
    assert sorted(others - _OTHERS) == [], "these would no longer work without a web server"
    assert sorted(_OTHERS - others) == [], "these know no web any more, and need no line here"
