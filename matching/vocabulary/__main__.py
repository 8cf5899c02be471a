"""`python -m matching.vocabulary [FOLDER]` checks the vocabulary's files and says what is wrong with them."""

from matching.vocabulary.concepts import main

if __name__ == "__main__":
    raise SystemExit(main())
