"""Nothing stands in the code that nobody reaches: no function, property or constant that only tests would use."""

from __future__ import annotations

import re
from keyword import iskeyword
from pathlib import Path
from typing import Final

from vulture import Vulture

from models import Base

SOURCES: Final = ("app", "models", "matching", "seeds", "benchmarks", "config.py", "wsgi.py", "gunicorn.conf.py")
# What these are given is called by a library: views, commands, listeners.
CALLED_BY: Final = ["@bp.*", "@*.command", "@click.command", "@validates", "@sa.event.*", "@event.*", "@compiles"]
# Names that a library looks for.
LOOKED_FOR: Final = [
    *("validate_*", "pre_validate", "process_formdata", "wrap_formdata", "widget", "option_widget"),  # WTForms
    *(
        "cache_ok",
        "inherit_cache",
        "get_col_spec",
        "impl",
        "process_bind_param",
        "process_result_value",
    ),  # SQLAlchemy's types
    *("type_annotation_map", "__mapper_args__", "_keep_*", "_number_the_company"),  # and its mapper
    *("autocommit", "isolation_level"),  # the database drivers
    *("validateLink", "domain_instance"),  # markdown-it's renderer, Flask-Babel
    *("trim_blocks", "lstrip_blocks"),  # Jinja
    "domain_instance",  # Flask-Babel
    *("to_python", "converters", "silent", "request_class", "get_id", "_login_user"),  # Flask and Flask-Login
    *("worker_class", "workers", "loglevel", "control_socket_disable", "preload_app"),
    *("when_ready", "post_worker_init"),  # gunicorn
    *("WholeRequestWorker", "setblocking", "data_ready"),
    "mode",  # tarfile: who may read a file
    "handle_*",  # html.parser
]
# Read by a name that is put together when it runs.
BY_NAME: Final = [
    *("administrator", "consultant", "staff", "steering", "anonymous"),  # a policy's rule, by the role
    *("asks_sv", "asks_en", "programme_en", "unit_sv", "unit_en"),  # by the reader's language
    *("seen_session", "shows_typed"),  # kept with a request, and asked for by `g.get` and `g.pop`
]
REASONED: Final = [
    "cut_elsewhere",  # names the texts when the figure beside it misses its goal
]
_IN_MARKS: Final = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)


def names_in_templates() -> set[str]:
    """Return every name that a template reads."""
    texts = [path.read_text("utf-8") for path in Path("app/templates").rglob("*.html")]
    return {name for text in texts for mark in _IN_MARKS.findall(text) for name in re.findall(r"[A-Za-z_]\w*", mark)}


def names_of_columns() -> set[str]:
    """Return the attributes that hold a table's columns: what is kept is kept, whoever reads it."""
    return {name for mapper in Base.registry.mappers for name in mapper.all_orm_descriptors.keys()}  # noqa: SIM118 - no mapping


def unreached(*sources: str) -> list[str]:
    """Return what nothing reaches, as "place name"."""
    found = Vulture(ignore_names=[*LOOKED_FOR, *BY_NAME, *REASONED], ignore_decorators=CALLED_BY)
    found.scavenge(sources)
    elsewhere = sorted(name for name in names_in_templates() | names_of_columns() if not iskeyword(name))
    found.scan("\n".join(f"_.{name}" for name in elsewhere), filename=Path("elsewhere"))
    return [f"{each.filename}:{each.first_lineno} {each.name}" for each in found.get_unused_code()]


def test_everything_is_reached() -> None:
    assert unreached(*SOURCES) == []


def test_what_is_not_reached_is_found(tmp_path: Path) -> None:
    (tmp_path / "forgotten.py").write_text("def kept_for_nobody() -> None:\n    pass\n", "utf-8")
    assert [place.split()[-1] for place in unreached(str(tmp_path))] == ["kept_for_nobody"]
