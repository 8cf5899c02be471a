"""Nothing stands in the code that nobody reaches: no function, property or constant that only tests would use."""

from __future__ import annotations

import ast
import re
from fnmatch import fnmatch
from keyword import iskeyword
from pathlib import Path
from typing import Final

from vulture import Vulture

from models import Base

SOURCES: Final = ("app", "models", "matching", "seeds", "benchmarks", "config.py", "wsgi.py", "gunicorn.conf.py")
# What these are given is called by a library: views, commands, listeners.
CALLED_BY: Final = ["@bp.*", "@*.command", "@click.command", "@validates", "@sa.event.*", "@event.*", "@compiles"]
# What nothing in the code reads, by the file it may stand in: anywhere else the same name is dead.
EXCEPTED: Final = {
    # WTForms looks for these.
    "app/*form*.py": ("validate_*", "pre_validate", "process_formdata", "wrap_formdata", "option_widget"),
    # SQLAlchemy's types and mapper do.
    "models/base.py": ("impl", "cache_ok", "process_*", "type_annotation_map", "__mapper_args__"),
    "models/exact.py": ("impl", "cache_ok", "process_*"),
    "app/matchmaking/candidate_table.py": ("cache_ok", "get_col_spec"),
    "app/storage/search_index/tables.py": ("inherit_cache",),
    # The database drivers do.
    "app/storage/postgresql.py": ("autocommit",),
    "app/storage/sqlite.py": ("isolation_level",),
    # Jinja, Flask, Flask-Babel and Flask-Login do.
    "app/web/template_environment.py": ("jinja_environment", "jinja_options"),
    "app/web/bodies.py": ("silent", "request_class", "max_content_length"),
    "app/web/guard.py": ("to_python", "converters"),
    "app/web/i18n.py": ("domain_instance",),
    "app/web/sign_in.py": ("get_id", "_login_user", "seen_session"),
    # gunicorn does.
    "app/web/whole_requests.py": ("WholeRequestWorker", "setblocking", "data_ready"),
    "gunicorn.conf.py": (
        *("worker_class", "workers", "loglevel", "control_socket_disable", "preload_app"),
        *("when_ready", "post_worker_init"),
    ),
    # markdown-it and html.parser do.
    "app/web/rich_text.py": ("validateLink",),
    "benchmarks/web/saving.py": ("handle_*",),
    # Read by a name that is put together when it runs: by the reader's language.
    "app/web/rules.py": ("anonymous",),
    "app/hours/queries.py": ("programme_en",),
    "app/infrastructures/readiness_ladder.py": ("asks_sv", "asks_en"),
    "app/infrastructures/readiness_guidance.py": tuple(
        f"{part}_{code}" for part in ("todo", "decides", "document") for code in ("sv", "en")
    ),
    "app/programmes/counted_facts.py": ("unit_sv", "unit_en"),
    "app/reports/figures.py": ("rule_en",),
    # Kept with a request, and asked for by `g.pop`.
    "app/web/errors.py": ("shows_typed",),
    # Read by the scripts that look at files, which run it.
    "app/storage/uploads/packed.py": ("look_into_zip",),
    # Names the texts when the figure beside it misses its goal.
    "matching/learning/several_evaluation.py": ("cut_elsewhere",),
}
_IN_MARKS: Final = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)


def names_in_templates() -> set[str]:
    """Return every name that a template reads."""
    texts = [path.read_text("utf-8") for path in Path("app/templates").rglob("*.html")]
    return {name for text in texts for mark in _IN_MARKS.findall(text) for name in re.findall(r"[A-Za-z_]\w*", mark)}


def names_of_columns() -> set[str]:
    """Return the attributes that hold a table's columns: what is kept is kept, whoever reads it."""
    return {name for mapper in Base.registry.mappers for name in mapper.all_orm_descriptors.keys()}  # noqa: SIM118 - no mapping


def unreached(*sources: str) -> list[tuple[str, str]]:
    """Return what nothing reaches, each as its place and its name.

    A public name is looked for everywhere. A private one is its own file's: one that is read in another file only
    because that has the same name is dead.
    """
    everywhere = Vulture(ignore_decorators=CALLED_BY)
    everywhere.scavenge(sources)
    elsewhere = sorted(name for name in names_in_templates() | names_of_columns() if not iskeyword(name))
    everywhere.scan("\n".join(f"_.{name}" for name in elsewhere), filename=Path("elsewhere"))
    found = [(str(each.filename), each.name) for each in everywhere.get_unused_code()]
    found += [(str(file.absolute()), name) for file in _files(sources) for name in unread_private(file)]
    return sorted({(place.removeprefix(f"{Path.cwd()}/"), name) for place, name in found})


def unread_private(file: Path) -> set[str]:
    """Return the private names of a module that it does not read itself, but those that a decorator hands on."""
    tree = ast.parse(file.read_text("utf-8"))
    lines = [line for line in tree.body if isinstance(line, ast.Assign | ast.AnnAssign)]
    targets = [each for line in lines for each in (line.targets if isinstance(line, ast.Assign) else [line.target])]
    given = {each.id for each in targets if isinstance(each, ast.Name)}
    given |= {
        each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.ClassDef) and not each.decorator_list
    }
    read = {each.id for each in ast.walk(tree) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}
    return {name for name in given - read if re.match("_[^_]", name)}


def _files(sources: tuple[str, ...]) -> list[Path]:
    paths = [Path(source) for source in sources]
    return [file for path in paths for file in ([path] if path.is_file() else sorted(path.rglob("*.py")))]


def excuses(place: str, name: str) -> set[tuple[str, str]]:
    """Return the exceptions that stand for a name in a place."""
    return {
        (pattern, each)
        for pattern, names in EXCEPTED.items()
        if fnmatch(place, pattern)
        for each in names
        if fnmatch(name, each)
    }


def test_everything_is_reached() -> None:
    found = {each: excuses(*each) for each in unreached(*SOURCES)}
    assert [each for each, excused in found.items() if not excused] == []
    needed = set().union(*found.values())
    assert [each for each in EXCEPTED.items() for name in each[1] if (each[0], name) not in needed] == []


def test_what_is_not_reached_is_found(tmp_path: Path) -> None:
    (tmp_path / "forgotten.py").write_text("def kept_for_nobody() -> None:\n    pass\n\n\n_DAYS = 7\n", "utf-8")
    (tmp_path / "another.py").write_text("_DAYS = 7\nprint(_DAYS)\n", "utf-8")
    assert [name for _place, name in unreached(str(tmp_path))] == ["_DAYS", "kept_for_nobody"]
