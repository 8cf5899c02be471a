"""Every limit as a number with its unit; the tests read the same file."""

from __future__ import annotations

from datetime import timedelta

from matching.scoring.age import FRESH_DAYS

# Text, in characters.
NAME = 200
SHORT_TEXT = 300
EVIDENCE = 500
CAPACITY_SOURCE = 300
PLACE = 120
NETWORK_TYPE = 80
LONG_TEXT = 10_000
SEARCH = 200
EMAIL = 254

# Requests.
REQUEST_BYTES = 2_000_000
FORM_PARTS = 500
# How long a request may take to arrive, in seconds, and what a worker gathers of all that are on their way.
REQUEST_SECONDS = 20.0
REQUEST_GATHERED_BYTES = 64_000_000

# What one page may ask of PostgreSQL, in seconds: how long it waits for a row that others hold (as long as a writer
# waits on SQLite), how long a statement takes, and how long a transaction stands open between two.
LOCK_SECONDS = 15.0
STATEMENT_SECONDS = 30.0
IDLE_TRANSACTION_SECONDS = 60.0

# Forms: how long a key that has made something is known, and a draft of what could not be saved is kept; how large one
# draft may be, in characters, and how many one account may have.
KEYS_KEPT = timedelta(days=7)
DRAFTS_KEPT = timedelta(days=7)
DRAFT_SIZE = 200_000
DRAFTS_OF_ONE = 20

# The title of a need that is made of another's second part, in characters.
NEED_TITLE_CUT = 90

# Lists.
PAGE_SIZE = 50
# A list that leaves as a file is read so many rows at a time.
LISTED_AT_ONCE = 1_000
# Views of lists that are saved: their names and addresses in characters, and how many parts an address may have.
VIEW_NAME = 60
VIEW_ADDRESS = 1_000
VIEW_PARTS = 20
# How many rows of a list are changed at once, for how long that can be undone, and how many names a message has.
CHOSEN_AT_ONCE = 200
BATCH_KEPT = timedelta(days=30)
NAMES_TOLD = 20
# What a tag may be called, in characters.
TAG_NAME = 60
RANKED_SHOWN = 10
RANKED_ALL = 50
SIMILAR_SHOWN = 3
INFRASTRUCTURE_OTHERS_SHOWN = 5  # further capabilities of a unit, under its best one
SIMILAR_AMONG = 100
SEARCH_HITS = 20
SEARCH_SUGGESTIONS = 3  # of each kind, under the search field
TIMELINE_SHOWN = 20

# How long a visitor may wait for those who asked before, in seconds.
VISITOR_WAITS = 1.0
# How many new questions one address may ask in so long, how many of all visitors' the engine ranks in each process, how
# many addresses are counted, and how many answers are kept for visitors.
VISITOR_QUESTIONS = 30
VISITOR_RANKINGS = 60
VISITOR_WINDOW = timedelta(minutes=1)
ASKING_ADDRESSES = 10_000
VISITOR_ANSWERS = 200
# How long a public page may be kept on its way to those who have not signed in, in seconds.
PUBLIC_AGE = 300

# Learning from judgements: needs judged last that are learned from, the fewest that are enough, and how long one
# request may measure before it shows how far it has come, in seconds.
RETRAIN_NEEDS = 400
RETRAIN_LEAST_NEEDS = 3
RETRAIN_SECONDS = 2.0
EVALUATED_NEEDS = 30

# Signing in: guesses per account.
GUESSES_SHORT = 10
GUESSES_SHORT_WINDOW = timedelta(minutes=5)
GUESSES_LONG = 50
GUESSES_LONG_WINDOW = timedelta(days=1)
# How many passwords one process hashes at once: each takes a thread that pages wait for.
HASHES_AT_ONCE = 1
BUSY_WAIT = timedelta(seconds=3)
# Letters that let somebody choose a password, and how long their links last.
RESETS = 3
RESETS_WINDOW = timedelta(minutes=30)
RESET_LIFE = timedelta(minutes=30)
INVITATION_LIFE = timedelta(hours=72)
# How long a browser is known to the accounts it has signed in to, and how many of them it keeps.
KNOWN_BROWSER_LIFE = timedelta(days=365)
KNOWN_ACCOUNTS = 5
# How long the parties of an introduction can answer by the links in their letters, how often they may, and how much an
# answer may say, in characters; and how long such a link shows somebody a report.
ANSWER_LIFE = REPORT_LINK_LIFE = timedelta(days=60)
ANSWERS = 20
ANSWERS_WINDOW = timedelta(hours=1)
ANSWER_TEXT = 2_000
# The secret address of a calendar: how long it works, how often programs may ask for it, and what stands in it.
CALENDAR_LIFE = timedelta(days=365)
CALENDAR_READS = 60
CALENDAR_READS_WINDOW = timedelta(hours=1)
CALENDAR_BACK = timedelta(days=90)
CALENDAR_AHEAD = timedelta(days=730)
CALENDAR_ENTRIES = 500
SESSION_IDLE = timedelta(hours=12)
# That somebody is at work is written down once in so long.
SESSION_SEEN_EVERY = timedelta(minutes=5)
SESSION_LIFE = timedelta(days=7)

# Facts grow old: flagged so many days after the unit last confirmed them.
STALE_AFTER = timedelta(days=FRESH_DAYS)
# A month before, the unit is asked by letter.
ASK_AFTER = timedelta(days=FRESH_DAYS - 31)

# An infrastructure is nearly open when so many of the ladder's fourteen items are good enough.
NEARLY_OPEN_ITEMS = 11

# Words and phrases of the vocabulary, in characters, and how many concepts a capability may have.
TERM = 500
CONCEPT_TEXT = 4_000
CONCEPTS_OF_ONE = 40
# For how many words that the vocabulary does not have others are looked for and named; more are counted.
EXPLAINED_WORDS = 10
# How many terms are suggested for one word, how many of its signs are looked at, and for how many words at once.
TERM_SUGGESTIONS = 8
TERM_TYPED = 60
SUGGESTED_PIECES = 10

# For how long two merged records can be parted again, and what was thrown away be put back.
MERGE_KEPT = BIN_KEPT = timedelta(days=30)

# For how long a list of participants is kept unless another day is chosen, and at most.
PARTICIPANTS_KEPT = timedelta(days=365)
PARTICIPANTS_KEPT_AT_MOST = timedelta(days=5 * 366)

# How many answers that hold until a record changes a process keeps.
KEPT_ANSWERS = 1_000
# Of frozen reports that were read and are what was frozen, so many signs at most are kept read.
READ_REPORTS = 60_000_000
KEPT_WAIT = 20  # seconds that somebody waits for an answer that another is making, before making it as well

# How many cards a column of the board shows, and how many days a match should stay at a stage at most; where its work
# is over there is no limit. Within the last quarter of it the card says that the limit is near.
BOARD_CARDS = 20
DAYS_AT_STAGE = {"suggested": 14, "shortlisted": 14, "introduced": 21, "meeting_held": 30, "agreed": 60}
LIMIT_IS_NEAR = 0.75
# For more days than this nobody should wait for a party's answer without asking again.
DAYS_WAITED = 7

# What comes next is what is to be done within so many days.
WEEK = timedelta(days=7)

MINUTES_AN_HOUR = 60
# Numbers a person may type.
MAX_MINUTES = 24 * 60
MAX_HOURS = 100_000
MAX_SEK = 1_000_000_000
MAX_AMOUNT = 100_000_000_000
MAX_LEAD_DAYS = 3_650
MAX_EUR = 1_000_000_000_000
MAX_HEADCOUNT = 1_000_000
MAX_RATE = 1_000
# What one euro may be worth, far beyond what it ever was: outside it the rate is of another unit, or upside down.
LIKELY_RATES = {"SEK": (5, 20), "DKK": (6, 9), "NOK": (6, 20), "CHF": (0.7, 1.8), "CZK": (15, 40), "GBP": (0.5, 1.2)}
LIKELY_RATES |= {"HUF": (200, 600), "ISK": (80, 300), "PLN": (3, 7), "RON": (3, 8)}
RELATED_COMPANIES = 40
MIN_ACCOUNTING_DAYS = 28
MAX_ACCOUNTING_DAYS = 550  # eighteen months, the longest there may be
FIRST_DATE_YEAR = 2000
LAST_DATE_YEAR = 2100

# Letters: how long a sender may hold one before another may take it, the waits between tries, and how many tries.
MAIL_CLAIM = timedelta(minutes=15)
MAIL_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
MAIL_ATTEMPTS = 12
MAIL_BATCH = 200
SMTP_TIMEOUT = 20  # seconds

# For so many needs at once the best suggestion of each is looked for: a few seconds' work.
RANKED_IN_A_FILE = 500

# The steering group is told of nothing that concerns fewer companies than this, in a place, a split, a gap or a sum: it
# could be guessed which.
FOLDED_UNDER = 3
# A report of a programme with more matches is frozen beside the answers.
FROZEN_AT_ONCE = 1_000

# How large a file to import and one on a record may be, in bytes, and the requests that bring them: so much larger that
# one somewhat too large is told of in its form. Others: limits.py of imports, files, aid.
IMPORT_BYTES, FILE_BYTES = 5_000_000, 10_000_000
IMPORT_REQUEST_BYTES, FILE_REQUEST_BYTES = IMPORT_BYTES + 100_000, FILE_BYTES + 5_000_000
