"""Backups: everything that Brygga keeps in one checked file, and that file brought back into an empty place."""


class BackupError(RuntimeError):
    """A backup cannot be made or restored; the message says why and what to do."""
