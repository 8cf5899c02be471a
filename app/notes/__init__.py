"""Notes, calls and e-mails: written where one stands, corrected, and taken back."""
