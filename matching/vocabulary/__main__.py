"""`python -m matching.vocabulary [FOLDER]` checks the vocabulary's files and says what is wrong with them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from matching.own_files import VOCABULARY
from matching.vocabulary.concepts import VocabularyError, load
from matching.vocabulary.flaws import check


def main(arguments: Sequence[str]) -> int:
    """Check the files of a folder and say what is wrong; 0 when nothing is."""
    folder = Path(arguments[0]) if arguments else VOCABULARY
    try:
        vocabulary = load(folder)
    except VocabularyError as error:
        print("\n".join(error.problems))
        return 1
    problems = check(vocabulary)
    print("\n".join([*problems, f"{len(vocabulary)} concepts, {len(problems)} problems, version {vocabulary.version}"]))
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
