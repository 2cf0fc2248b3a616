"""The addresses of the pages: what is shown, in which language, with which filters."""

from collections.abc import Mapping
from urllib.parse import urlencode

from crawler.health.finding import Language

# English is below /en/; Chinese is the page's own language.
PREFIXES: Mapping[Language, str] = {"zh": "", "en": "/en"}


def address(language: Language, view: str, parameters: Mapping[str, object]) -> str:
    """``/columns?state=blocked``; parameters that are None or ``""`` are left out, the order is that given."""
    given = {name: str(value) for name, value in parameters.items() if value not in {None, ""}}
    return f"{PREFIXES[language]}/{view}" + (f"?{urlencode(given)}" if given else "")


def safe_link(url: object) -> str | None:
    """An address of the web that may be followed, or None: crawled pages may hold any scheme."""
    return url if isinstance(url, str) and url.lower().startswith(("http://", "https://")) else None
