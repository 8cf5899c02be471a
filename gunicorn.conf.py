"""How gunicorn serves Brygga, here and in production; the command line and GUNICORN_CMD_ARGS overrule it."""

from gunicorn.workers.base import Worker

from app.matchmaking import background

# Threads take whole requests only: forms that are half sent hold nobody up.
worker_class = "app.whole_requests.WholeRequestWorker"
workers = 2
threads = 4
loglevel = "warning"
control_socket_disable = True


def post_worker_init(worker: Worker) -> None:
    """Build the matching engine beside the first answers, so that nobody waits for it on the first need page."""
    with worker.app.wsgi().app_context():
        background().start()
