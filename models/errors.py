"""The refusals of the domain; the web turns each into a page, in one place."""

from __future__ import annotations


class DomainError(Exception):
    """Something the rules of the trade do not allow; `code` names the sentence the reader gets."""

    code = "refused"

    def __init__(self, **values: str) -> None:
        """Keep what goes into the sentence."""
        super().__init__(self.code)
        self.values = values


class NotFoundError(DomainError):
    """There is no such thing, or the actor may not know that there is."""

    code = "not_found"


class MergedRecordError(NotFoundError):
    """The record has become one with another: `into` is that one's number, and `kind` the name of their table."""

    def __init__(self, kind: str, gone: int, into: int) -> None:
        """Keep what leads on."""
        super().__init__()
        self.kind, self.gone, self.into = kind, gone, into


class NotAllowedError(DomainError):
    """The actor may see the thing, but not do this to it."""

    code = "not_allowed"


class StaleRecordError(DomainError):
    """Somebody else changed the record after the form was opened."""

    code = "stale"


class BuiltUponError(StaleRecordError):
    """What was done last can no longer be undone: it has been already, or something has been done since."""

    code = "built_upon"


class NotedSinceError(BuiltUponError):
    """Undoing would take a match away that somebody has written a note or a task on, or put a file on."""

    code = "noted_since"


class InvitedSinceError(BuiltUponError):
    """Undoing would take a meeting away that letters have been written about."""

    code = "invited_since"


class FileLostError(DomainError):
    """A file's content is not in the folder for files, or is not what was kept."""

    code = "file_lost"


class NeedNotReadyError(DomainError):
    """A need that is not a draft cannot be opened again, and a closed one is not matched."""

    code = "need_not_ready"


class TooManyToRankError(DomainError):
    """A file would need more rankings than one answer can make."""

    code = "too_many_to_rank"


class MatchClosedError(DomainError):
    """A closed match takes no more steps until it is opened again."""

    code = "match_closed"


class MeetingInCalendarsError(DomainError):
    """A meeting that stands in others' calendars is called off before it is taken back."""

    code = "meeting_in_calendars"


class StepNotAllowedError(DomainError):
    """The match cannot go from the stage it is in to the one asked for."""

    code = "step_not_allowed"


class MissingAddressError(DomainError):
    """A letter has nobody to go to."""

    code = "missing_address"


class UnsendableLetterError(DomainError):
    """A letter could not be sent as it is, so neither it nor what belongs with it is put in the outbox."""

    code = "unsendable_letter"


class ReportFrozenError(DomainError):
    """A report that has been frozen never changes."""

    code = "report_frozen"


class CommentChangedError(DomainError):
    """The comment on a month was written while its report was being frozen without it."""

    code = "comment_changed"


class ReportDamagedError(DomainError):
    """What is kept of a frozen report can no longer be read; nothing is shown in its place."""

    code = "report_damaged"


class DemoDataError(DomainError):
    """A report with made-up rows is not frozen where the work is real: it would stand among the real ones for ever."""

    code = "demo_data"


class TooEarlyError(DomainError):
    """A month that is not over cannot be frozen."""

    code = "too_early"


class LastAdministratorError(DomainError):
    """Somebody must be left who can open and close accounts."""

    code = "last_administrator"


class AddressTakenError(DomainError):
    """There is already an account with this address."""

    code = "address_taken"


class BusyError(DomainError):
    """So many passwords are being checked at this moment that one more would hold up everybody else."""

    code = "busy"


class RankingWouldFallError(DomainError):
    """A set of weights that ranks the needs kept aside worse than the one in use is not put in use."""

    code = "ranking_would_fall"


class RankingNotUsableError(DomainError):
    """A set of weights is not finished, was made for another engine, or is not what it is taken for."""

    code = "ranking_not_usable"


class TooFewJudgementsError(DomainError):
    """There are not enough judged needs for the weights to be learned again."""

    code = "too_few_judgements"


class NotMergeableError(DomainError):
    """Demo data and what is real never become one."""

    code = "not_mergeable"


class MergedAgainError(DomainError):
    """A record that has gone on into a third is parted from that one first."""

    code = "merged_again"


class RateMissingError(DomainError):
    """No rate of the euro is recorded for a month, so kronor cannot be brought to euro; `month` is as 2026-12."""

    code = "rate_missing"


class AidStepError(DomainError):
    """A step of a support cannot be taken or taken back as the others stand."""

    code = "aid_step"
