"""The site's robots.txt: a delay and forbidden paths in, the file out."""

from collections.abc import Sequence


def robots_txt(crawl_delay: str | None, disallow: Sequence[str]) -> str:
    """The file for all crawlers; ``crawl_delay`` in seconds, nothing is forbidden without ``disallow``."""
    lines = ["User-agent: *", *(f"Disallow: {prefix}" for prefix in disallow or ("",))]
    if crawl_delay is not None:
        lines.append(f"Crawl-delay: {crawl_delay}")
    return "".join(f"{line}\n".replace(": \n", ":\n") for line in lines)
