"""The numbers of de minimis aid: what the regulation says, and what an hour is worth."""

from __future__ import annotations

# De minimis aid: the ceiling of one undertaking over three years in euro (Regulation (EU) 2023/2831, article 3), the
# part of it in percent from which there is a warning, what an hour of the project is worth in kronor, within how many
# working days of the grant the central register is told (article 6), and how many lines a declaration has.
AID_CEILING_EUR = 300_000
AID_WARN_PERCENT = 80
AID_HOUR_SEK = 1_200
AID_REGISTER_DAYS = 20
EARLIER_AIDS = 40
