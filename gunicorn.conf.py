"""How gunicorn serves Brygga, here and in production; the command line and GUNICORN_CMD_ARGS overrule it."""

import gc

from gunicorn.workers.base import Worker

from app.matchmaking import background

# Threads take whole requests only: forms that are half sent hold nobody up.
worker_class = "app.web.whole_requests.WholeRequestWorker"
workers = 2
threads = 4
loglevel = "warning"
control_socket_disable = True
# A list makes some tens of thousands of objects, nearly all of which go as soon as it is sent.
_OBJECTS_BEFORE_A_ROUND = 20_000


def post_worker_init(worker: Worker) -> None:
    """Build the matching engine beside the first answers, so that nobody waits for it on the first need page."""
    gc.set_threshold(_OBJECTS_BEFORE_A_ROUND)
    with worker.app.wsgi().app_context():
        background().start(then=set_apart)


def set_apart() -> None:
    """Leave what lives now, above all the engine, out of the collector's rounds.

    Its hundreds of thousands of objects stay, and a page that makes many of its own had them all walked through. What
    was set apart before is looked at once more, so that an engine that is used no longer goes.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
