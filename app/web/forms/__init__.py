"""What all forms share: keys that are known, text that is clean, errors that say what to do."""
