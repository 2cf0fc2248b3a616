"""What a process has once, however many sites it crawls: its open files, its threads, its log."""

import asyncio
import logging
import resource
from concurrent.futures import ThreadPoolExecutor

from scrapy.settings import Settings
from scrapy.utils.log import _get_handler

# Names are resolved in threads, and a name server that doesn't answer holds one for ten seconds and more.
_THREADS = 32
# A site has a dozen files and connections open; this is room for thousands of them.
_FILES = 65_536

logger = logging.getLogger(__name__)


def allow_many_files() -> None:
    """Many systems begin with 1,024 a process, and allow more; one that doesn't says so in the log."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
    if soft == resource.RLIM_INFINITY or soft >= most:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    except (ValueError, OSError) as error:
        logger.warning("No more than %d files can be open (%s); with many sites, lower CONCURRENT_SITES", soft, error)


def use_threads() -> None:
    """For the loop that runs: so many threads, more than asyncio's own few."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_THREADS))


def log_once(settings: Settings) -> None:
    """The one log of all crawls; above the bar, where there is one by now."""
    logging.root.setLevel(logging.NOTSET)
    logging.root.addHandler(_get_handler(settings))
