"""Which page an address leads to, whoever wrote it: an address in, what it is known by out."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

# Parameters that say who sent the reader or which session it is, not which page.
_NOT_THE_PAGE = re.compile(r"utm_\w+|spm|from|isappinstalled|jsessionid|phpsessid|sessionid", re.IGNORECASE)


def identity(url: str) -> str:
    """Path and query without scheme, host, trailing slash, session and tracking; parameters in order of name."""
    parts = urlsplit(url)
    path = parts.path.partition(";")[0].rstrip("/") or "/"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = sorted((name, value) for name, value in pairs if not _NOT_THE_PAGE.fullmatch(name))
    return f"{path}?{urlencode(kept)}" if kept else path
