"""The limits of files on records; how large one may be stands with the requests' limits."""

from __future__ import annotations

from datetime import timedelta

# How many files of one record are shown.
FILES_OF_ONE = 200
# A content without a row that is so new is not swept: its row may be on its way.
FILE_NOT_SAVED_YET = timedelta(hours=1)
# What the process that looks at a file may use (AS, memory in bytes; CPU, seconds of work; NOFILE, open files), and how
# large a document may be when it is unpacked, in bytes, in how many parts, none so many times larger than packed unless
# it is small.
FILE_LOOK = {
    "AS": 200_000_000,
    "CPU": 10,
    "NOFILE": 32,
    "entries": 2_000,
    "unpacked": 120_000_000,
    "ratio": 150,
    "small": 1_000_000,
}
