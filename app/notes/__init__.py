"""Notes, calls, e-mails and tasks: written where one stands, corrected, done, and taken back."""
