"""The web application: `create_app` is the one place where its parts meet."""

from __future__ import annotations

from importlib import import_module

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect

from app import cli, infrastructures, mail, matchmaking
from app.limits import FORM_PARTS, REQUEST_BYTES, SESSION_LIFE
from app.storage import audit, current_jobs, database, private_files, read_log, versions
from app.storage.search_index import keeping as search_index
from app.web import (
    asked,
    bodies,
    cells,
    drafts,
    errors,
    guard,
    headers,
    i18n,
    navigation,
    personal_numbers,
    public_pages,
    rich_text,
    sign_in,
    static_files,
    template_environment,
)
from config import Settings, from_environment

SUBJECTS = (
    "home",
    "accounts",
    "companies",
    "people",
    "needs",
    "gaps",
    "infrastructures",
    "fact_checks",
    "catalogue",
    "hand_ins",
    "matches",
    "letters",
    "answers",
    "meetings",
    "calendars",
    "notes",
    "hours",
    "achievements",
    "aid",
    "rates",
    "saved_views",
    "tags",
    "files",
    "uses",
    "profile_changes",
    "programmes",
    "reports",
    "vocabulary",
    "ranking",
    "search",
    "duplicates",
    "batches",
    "imports",
    "bin",
    "jobs",
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application; raises ConfigurationError or RuntimeError when it would not be safe to start."""
    settings = settings or from_environment()
    app = Flask(__name__)
    app.config.from_mapping(_flask_settings(settings))
    app.extensions["brygga"] = settings
    template_environment.init_template_environment(app)
    private_files.shut_letters(settings.mail_folder)
    database.init_database(app)
    current_jobs.init_jobs(app)
    versions.start_raising_versions()
    search_index.start_indexing()
    # After all else that writes before a commit: whoever holds the end of the trail waits for nothing more.
    audit.start_auditing(database.engine_of(app), settings.audit_key or settings.secret_key)
    read_log.init_read_log(app)
    drafts.init_drafts(app)
    sign_in.init_sign_in(app)
    i18n.init_i18n(app)
    rich_text.init_rich_text(app)
    asked.init_asked(app)
    cells.init_cells(app)
    mail.init_mail(app)
    infrastructures.init_infrastructures(app)
    bodies.guard_bodies(app)
    personal_numbers.guard_addresses(app)
    CSRFProtect(app)
    Bootstrap5(app)
    guard.guard(app)
    headers.add_headers(app)
    static_files.init_static_files(app)
    errors.init_errors(app)
    navigation.init_navigation(app)
    public_pages.init_public_pages(app)
    matchmaking.init_matchmaking(app)
    for subject in SUBJECTS:
        app.register_blueprint(import_module(f"app.{subject}.views").bp)
    cli.init_cli(app)
    guard.require_complete_policy(app)
    return app


def _flask_settings(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_ENGINES": {
            "default": {"url": settings.database_url, "pool_pre_ping": True, "hide_parameters": True}
        },
        "ALEMBIC": {
            "script_location": "../migrations",
            "file_template": "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s",
        },
        "TESTING": settings.testing,
        "TRUSTED_HOSTS": list(settings.trusted_hosts) or None,
        "MAX_CONTENT_LENGTH": REQUEST_BYTES,
        "MAX_FORM_MEMORY_SIZE": REQUEST_BYTES,
        "MAX_FORM_PARTS": FORM_PARTS,
        # The prefix makes browsers refuse the cookie from any other host; it needs https.
        "SESSION_COOKIE_NAME": "__Host-brygga" if settings.production else "brygga",
        "SESSION_COOKIE_SECURE": settings.production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": SESSION_LIFE,
        "PREFERRED_URL_SCHEME": "https" if settings.production else "http",
        "WTF_CSRF_TIME_LIMIT": int(SESSION_LIFE.total_seconds()),
        "WTF_CSRF_SSL_STRICT": settings.production,
        "BOOTSTRAP_SERVE_LOCAL": True,
    }
