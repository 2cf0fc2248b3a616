"""What an address says by its form: whether it is an article's, and what of it identifies the page.

Site software gives articles numbers and lists names, however different the addresses are: ``/dwjs/1024.jhtml``,
``/lm/202606/t20260625_1.html``, ``/art/2026/6/25/art_12_345.html``, ``/content/post_99.html``,
``show-12-345-1.html``, ``show.aspx?id=345`` are articles; ``/dwjs/``, ``index_2.html``, ``list-12-2.html``,
``/col/col12/``, ``list.aspx?cid=12`` are columns.
"""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from crawler.page.words import FILE_ENDINGS

_LIST_WORD = (
    r"(?:list|lists|index|default|main|home|more|columns?|cols?|channels?|categor(?:y|ies)|cat|class|node|lanmu|lm|"
    r"tags?|search|so)"
)
_LIST_STEM = re.compile(
    rf"^(?:{_LIST_WORD}|[a-z_-]+list)(?:[-_.]?+[a-z]?+\d++)*+$|^(?:calendar|rili|login|register|guestbook)",
    re.IGNORECASE,
)
_LIST_FOLDER = re.compile(
    r"^(?:columns?|cols?|channels?|categor(?:y|ies)|list|lanmu|tags?|calendar|rili|search|page)$", re.IGNORECASE
)
_ARTICLE_WORD = re.compile(
    r"^(?:articles?|news|show|details?|contents?|view|info|post|p|a|art|archives?|\d+)$", re.IGNORECASE
)
_ENDING = re.compile(r"\.(?:[jsxp]?html?|jspx?|aspx?|php\d?|do|action)$", re.IGNORECASE)
_PICTURES = frozenset("jpg jpeg png gif bmp svg webp ico css js xml json mp4 mp3 flv apk exe".split())
# What an article's address has besides it: sessions, where a reader came from, when a page was asked for.
_NO_IDENTITY = re.compile(
    r"^(?:utm_.*|spm|from|isappinstalled|share_?\w*|wx\w*|sid|session(?:id)?|jsessionid|phpsessid|aspsessionid.*|token|"
    r"scene|ref(?:er(?:r?er)?)?|print|mobile|nsukey|tdsourcetag|bsh_.*|gclid|fbclid|hmsr|hmpl|hmcu|hmkw|hmci|preview|"
    r"rnd|rand(?:om)?|_t?|v|ver|ts|time(?:stamp)?)$",
    re.IGNORECASE,
)
# Idle only where the value is a time or a random number: ?r=article/view is a route.
_MAYBE_IDLE = re.compile(r"^[rt]$", re.IGNORECASE)
_RANDOM = re.compile(r"0?\.\d+|\d{8,}|[0-9a-f]{16,}", re.IGNORECASE)
_TRACKING = re.compile(
    r"^(?:utm_.*|spm|isappinstalled|from|jsessionid|phpsessid|aspsessionid.*|nsukey|tdsourcetag|bsh_.*|gclid|fbclid|hm(?:sr|pl|cu|kw|ci)|share_.*)$",
    re.IGNORECASE,
)
_PAGE_PARAMETER = re.compile(
    r"^(?:page|p|pn|page_?(?:no|num|number|index|id)|cur(?:r|rent)?_?page(?:no)?|pg)$", re.IGNORECASE
)
_ID_PARAMETER = re.compile(
    r"^(?:(?:article|news|info|content|doc|post|item|detail|msg|notice|row|data|a|n|g|xx|wz|zx)?_?(?:id|guid|key)s?|guid|uuid|aid|xh)$",
    re.IGNORECASE,
)
_MONTH = re.compile(r"/(?:19|20)\d\d/\d{1,2}(?:/\d{1,2})?$")
_COLUMN_PARAMETER = re.compile(
    r"^(?:class|c|cat(?:egory|alog)?|channel|type|column|col|lm|node|parent|p|menu|big_?class|small_?class)_?id$",
    re.IGNORECASE,
)
_TWIN = re.compile(r"^/(?:m|wap|mobile|3g|touch|print)(?=/)", re.IGNORECASE)


@lru_cache(maxsize=4096)  # a listing is looked at several times, and pinned and neighbouring links repeat
def article_key(url: str) -> str | None:
    """What identifies the article at ``url`` on its site: path without ending, and identifying query, sorted.

    Scheme, host, sessions, tracking, a trailing slash, the folder of a mobile twin make no difference. None for an
    address that has no article's form.
    """
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query)
    except ValueError:
        return None
    path = plain_path(parts.path)
    stem = path.rpartition("/")[2]
    ending = stem.rpartition(".")[2].lower() if "." in stem else ""
    if ending in FILE_ENDINGS or ending in _PICTURES:
        return None
    stem = _ENDING.sub("", stem)
    kept = sorted((name, value) for name, value in query if value and not is_idle_parameter(name, value))
    if not (_is_article_path(path, stem, slash=parts.path.endswith("/")) or _is_article_query(stem, kept)):
        return None
    if ending != "php" and any(_ID_PARAMETER.match(name) for name, _ in kept):
        # Which column an article is shown in is no part of it; phpcms and its like number by table, so there it is.
        kept = [(name, value) for name, value in kept if not _COLUMN_PARAMETER.match(name)]
    key = _ENDING.sub("", path)
    return f"{key}?{urlencode(kept)}" if kept else key


def plain_url(url: str) -> str:
    """The address without session and tracking: what a record cites, and what is asked for."""
    if not any(mark in url for mark in "?;"):
        return url
    parts = urlsplit(url)
    path = re.sub(r";[^/?#]*", "", parts.path)
    query = "&".join(part for part in parts.query.split("&") if not _TRACKING.match(part.partition("=")[0]))
    return url if (path, query) == (parts.path, parts.query) else urlunsplit(parts._replace(path=path, query=query))


@lru_cache(maxsize=4096)  # asked several times for each link of a column page
def plain_path(path: str) -> str:
    """The path without session, doubled and trailing slashes, and without the folder of a mobile or print twin."""
    path = unquote(path).split(";", 1)[0]
    if "//" in path:
        path = re.sub(r"/{2,}", "/", path)
    return _TWIN.sub("", path).rstrip("/") or "/"


def is_idle_parameter(name: str, value: str) -> bool:
    """Whether a query parameter says nothing about which article an address leads to."""
    if _NO_IDENTITY.match(name) or _PAGE_PARAMETER.match(name):
        return True
    return bool(_MAYBE_IDLE.match(name) and _RANDOM.fullmatch(value))


def is_page_parameter(name: str) -> bool:
    """Whether a query parameter is a page's number by its name: page, pageNo, PageIndex, currpage, …"""
    return bool(_PAGE_PARAMETER.match(name))


def _is_article_path(path: str, stem: str, *, slash: bool) -> bool:
    if not any(character.isdigit() for character in stem) or _LIST_STEM.match(stem):
        return False
    folders = path.split("/")[1:-1]
    folder = folders[-1] if folders else ""
    if _LIST_FOLDER.match(folder):
        return False
    # /news/123/ is an article; /dwjs2/, /c100007/ and /2026/10/ are none.
    if _MONTH.search(path):
        return False
    return not slash or (bool(_ARTICLE_WORD.match(folder)) and stem.isdigit())


def _is_article_query(stem: str, query: list[tuple[str, str]]) -> bool:
    if _LIST_STEM.match(stem) and stem.lower() not in {"index", "default"}:
        return False
    return any(_ID_PARAMETER.match(name) and re.search(r"\d", value) for name, value in query)
