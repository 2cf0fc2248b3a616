"""What is in a folder without being a file or a folder: to read a pipe is to wait for ever."""

import stat
from collections.abc import Iterator
from pathlib import Path

from crawler.verify.faults import Faults

_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFLNK: "a symlink",
}


def check_regular(paths: Iterator[Path], faults: Faults) -> bool:
    """Find what is no regular file and no folder; False where something must not be opened, so nothing should be."""
    opens = True
    for path in paths:
        kind = _kind(path)
        if kind is not None:
            faults.add("no regular file", path, f"is {kind}; put the file itself there, then verify again")
            # What a symlink leads to can be read where it is a file, and is missing where it is nothing.
            opens = opens and path.is_symlink() and (path.is_file() or not path.exists())
    return opens


def _kind(path: Path) -> str | None:
    """What a path is but a file or a folder; those of a run that is going on may be gone by now."""
    try:
        return _KINDS.get(stat.S_IFMT(path.lstat().st_mode))
    except FileNotFoundError:
        return None
