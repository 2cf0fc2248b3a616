"""The folder that pages are written into: it appears whole, in place of an earlier one of ours and of nothing else."""

import contextlib
import fcntl
import glob
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawler.errors import LanmuError, NotNowError, UsageError
from crawler.project import shown

# What a folder of ours is known by.
MARK = "lanmu-export.json"
_WHAT = "pages written by lanmu web --static; the next export takes the place of this whole folder"


@contextlib.contextmanager
def written_whole(folder: Path, told: dict[str, Any]) -> Iterator[Path]:
    """A hidden folder beside ``folder``, which takes its place at the end of the block, with what ``told`` then holds.

    Where the block raises, all stays as it was. Raises :class:`UsageError` for a folder that holds anything else,
    :class:`LanmuError` where nothing can be written.
    """
    # Where a symlink leads to is replaced, not the symlink.
    folder = Path(os.path.realpath(folder))
    before = folder.with_name(f".{folder.name}.before")
    try:
        with _locked(folder):
            if before.is_dir() and not folder.exists():
                before.rename(folder)  # an export was killed between its last two steps
            check_ours(folder)
            for left in (before, *folder.parent.glob(f".{glob.escape(folder.name)}.making-*")):
                shutil.rmtree(left, ignore_errors=True)
            making = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.making-"))
            try:
                making.chmod(0o755)
                yield making
                mark = json.dumps({"what": _WHAT, **told}, ensure_ascii=False, indent=1)
                (making / MARK).write_text(f"{mark}\n", encoding="utf-8")
                os.sync()
                _replace(folder, making, before)
            finally:
                shutil.rmtree(making, ignore_errors=True)
            shutil.rmtree(before, ignore_errors=True)
    except OSError as error:
        raise LanmuError(f"cannot write {shown(folder)}: {error.strerror or error}; mend that, then again") from None


def _replace(folder: Path, making: Path, before: Path) -> None:
    """Put ``making`` in the place of ``folder``, which is kept as ``before``, and put back if that can't be done."""
    if folder.exists():
        folder.rename(before)
    try:
        making.rename(folder)
    except BaseException:
        if before.exists():
            before.rename(folder)
        raise


def check_ours(folder: Path) -> None:
    """Raise :class:`UsageError` where it is something that must stay: a file, or a folder with anything not of ours."""
    if not folder.exists() or (folder.is_dir() and ((folder / MARK).is_file() or not any(folder.iterdir()))):
        return
    raise UsageError(f"{shown(folder)} holds something else than pages of an earlier export; choose a new folder")


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One export into a folder at a time."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    path = folder.with_name(f".{folder.name}.lock")
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise NotNowError(f"another export is writing {shown(folder)}; wait until that has ended") from None
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(lock)
