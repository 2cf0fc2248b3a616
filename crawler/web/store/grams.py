"""Text as it is searched: every two neighbouring signs are one word, so that words of two signs are found.

SQLite knows no Chinese words, and its trigrams find none of two signs. What stands between spaces or marks is taken by
itself; so a search finds what a reader would find by looking for the same signs in a row.
"""

import re
from itertools import pairwise

_RUN = re.compile(r"[^\W_]+")


def grams(text: str) -> str:
    """The words of a text, for the index; the last sign of each run of signs is one too."""
    words: list[str] = []
    for run in _RUN.findall(text.lower()):
        words += map("".join, pairwise(run))
        words.append(run[-1])
    return " ".join(words)


def query(asked: str) -> str:
    """What finds the texts that hold all that was ``asked``, parted by spaces; ``""`` where that is nothing."""
    parts = []
    for run in words(asked):
        if len(run) == 1:
            parts.append(f'"{run}"*')
        else:
            parts.append('"' + " ".join(map("".join, pairwise(run))) + '"')
    return " AND ".join(parts)


def words(asked: str) -> list[str]:
    """The words that all must be there, in lower case."""
    return _RUN.findall(asked.lower())
