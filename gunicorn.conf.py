"""How gunicorn serves Brygga, here and in production; the command line and GUNICORN_CMD_ARGS overrule it."""

import gc

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from app.matchmaking import background
from app.matchmaking.background import nothing
from app.storage.database import db

# Threads take whole requests only: forms that are half sent hold nobody up.
worker_class = "app.web.whole_requests.WholeRequestWorker"
workers = 2
threads = 4
# Workers are copies of a process that has built the engine, and share its memory.
preload_app = True
loglevel = "warning"
control_socket_disable = True
# A list makes some tens of thousands of objects, nearly all of which go as soon as it is sent.
_OBJECTS_BEFORE_A_ROUND = 20_000


def when_ready(server: Arbiter) -> None:
    """Build the matching engine before the workers are copied; who comes meanwhile waits for the first of them."""
    with server.app.wsgi().app_context():
        background().build_for_copies()
        # Copies must not share connections.
        db.engine.dispose()
    set_apart()


def post_worker_init(worker: Worker) -> None:
    """See to what waits beside the first answers: an engine that could not be built before, texts to be encoded."""
    gc.set_threshold(_OBJECTS_BEFORE_A_ROUND)
    with worker.app.wsgi().app_context():
        # To look through the copied engine's objects would write to them, and so end the sharing.
        background().start(then=nothing if background().has_built else set_apart)


def set_apart() -> None:
    """Leave what lives now, above all the engine, out of the collector's rounds.

    Its hundreds of thousands of objects stay, and a page that makes many of its own had them all walked through. What
    was set apart before is looked at once more, so that an engine that is used no longer goes.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
