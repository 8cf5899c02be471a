"""Hours: the consultant's time in meetings and outside them, held against the programme's budget."""
