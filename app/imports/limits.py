"""The limits of imports, as numbers with their units; how large a file may be stands with the requests' limits."""

from __future__ import annotations

from datetime import timedelta

IMPORT_ROWS = 20_000
# What the process that reads a file may use (AS, memory in bytes; CPU, seconds of work; NOFILE, open files), and what
# a table may be: rows, columns, signs of a cell, and the lowest row that a sheet may name. A workbook may be so large
# when it is unpacked, in bytes, with so many parts, none of them so many times larger than packed, unless it is small.
READING = {
    "AS": 200_000_000,
    "CPU": 20,
    "NOFILE": 32,
    "rows": IMPORT_ROWS,
    "columns": 100,
    "cell": 32_767,
    "lowest_row": 200_000,
    "entries": 500,
    "unpacked": 60_000_000,
    "ratio": 150,
    "small": 1_000_000,
}
# So many rows are dealt with while the reader waits; more are dealt with beside the answers.
IMPORTED_AT_ONCE = 300
# What of an import a page shows: rows with errors, and rows that somebody is to decide on. For how long a file that was
# never imported is kept, and for how long an import can be undone.
IMPORT_SHOWN = 50
IMPORT_FILE_KEPT = timedelta(days=7)
IMPORT_KEPT = timedelta(days=30)
