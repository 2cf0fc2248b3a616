"""What a release is made, checked and asked with, which a crawl does without: the extra ``release``."""

import importlib.util

from crawler.errors import LanmuError

# Where releases are, in a site's folder or in the data folder; and what the dataset of all sites is called.
RELEASES, ALL = "releases", "all"
_PACKAGES = ("duckdb", "fastjsonschema", "matplotlib", "pyarrow", "rensa")


def needs_release(command: str) -> None:
    """Raise :class:`LanmuError` where a package of the extra ``release`` isn't installed; ``command`` needs it."""
    missing = [name for name in _PACKAGES if importlib.util.find_spec(name) is None]
    if missing:
        raise LanmuError(f"{command} needs {', '.join(missing)}; install with: pip install 'lanmu[release]'")
