"""Letters: put in the outbox together with what they tell of, and sent afterwards, each of them once."""

from flask import Flask

from app.mail.failures import failure_sentence
from app.mail.whereabouts import where_letters_are


def init_mail(app: Flask) -> None:
    """Give templates the words for why a letter could not be sent, and for where it is when none are sent."""
    app.jinja_env.filters["mail_failure"] = failure_sentence
    app.jinja_env.globals["where_letters_are"] = where_letters_are
