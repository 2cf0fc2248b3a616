"""Several files written together: all of them, or none."""

import contextlib
from collections.abc import Mapping
from pathlib import Path

from crawler.errors import LanmuError
from crawler.project import shown


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write new files in order, the last one being what makes the others count.

    Raises :class:`LanmuError` if one can't be written; what was written before it is taken back.
    """
    written: list[Path] = []
    made: list[Path] = []
    try:
        for path, content in files.items():
            made += [folder for folder in path.parents if not folder.exists()]
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f"{path.name}.part")
            written.append(part)
            part.write_bytes(content)
            path.hardlink_to(part)  # unlike a rename, this never replaces what somebody wrote meanwhile
            part.unlink()
            written[-1] = path
    except BaseException as error:
        for one in written:
            one.unlink(missing_ok=True)
        for folder in sorted(made, reverse=True):
            with contextlib.suppress(OSError):  # something else is in it
                folder.rmdir()
        if isinstance(error, OSError):
            raise LanmuError(f"cannot write {shown(path)}: {error.strerror}; nothing was written") from error
        raise
