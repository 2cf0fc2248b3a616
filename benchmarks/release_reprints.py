"""Reprints alone, in a process of its own: texts from a file in, seconds out as JSON, clusters into a file.

    python benchmarks/release_reprints.py FOLDER

``FOLDER`` holds ``texts``, one behind the other, and ``ends``, the byte at which each ends; ``clusters`` gets, for each
text, the number of its cluster's first one, -1 for one alone.
"""

import json
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from crawler.releases.reprints.clusters import Reprints


def write_texts(folder: Path, texts: Iterable[str]) -> None:
    """Write what :func:`main` reads."""
    ends, end = [], 0
    with (folder / "texts").open("wb") as file:
        for text in texts:
            end += file.write(text.encode())
            ends.append(end)
    np.array(ends, dtype=np.int64).tofile(folder / "ends")


def read_clusters(folder: Path) -> npt.NDArray[np.int32]:
    """What :func:`main` has written."""
    return np.fromfile(folder / "clusters", dtype=np.int32)


def main(folder: Path) -> None:
    ends = np.fromfile(folder / "ends", dtype=np.int64)
    work = folder / "work"
    work.mkdir()
    with (folder / "texts").open("rb") as file:

        def text_of(number: int) -> str:
            start = int(ends[number - 1]) if number else 0
            return os.pread(file.fileno(), int(ends[number]) - start, start).decode()

        reprints, began = Reprints(work), time.monotonic()
        for number in range(len(ends)):
            reprints.add(number, text_of(number))
        added = time.monotonic()
        clusters = reprints.clusters(text_of)
    told = {"add": added - began, "clusters": time.monotonic() - added}
    found = (clusters.of(number) or (-1, None) for number in range(len(ends)))
    np.array([first for first, _ in found], dtype=np.int32).tofile(folder / "clusters")
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
