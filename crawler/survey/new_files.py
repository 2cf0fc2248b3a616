"""Several files written together: all of them, or none."""

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
            part.rename(path)
            written[-1] = path
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        for folder in sorted(made, reverse=True):
            if folder.exists() and not any(folder.iterdir()):
                folder.rmdir()
        raise LanmuError(f"cannot write {shown(path)}: {error.strerror}; nothing was written") from error
