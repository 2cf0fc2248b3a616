"""The further pages of an article of several pages: ``1024_2.jhtml``, ``show-3-45-2.html``, ``?id=45&page=2``.

They are read off the addresses in the page's links and scripts: those that are the article's own but for a number
behind its name, and a pager's link must say so, or all numbers from 2 up be there.
"""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from crawler.page.addresses import article_key, is_idle_parameter, is_page_parameter, plain_path
from crawler.page.links import host_of, target
from crawler.page.model import Page
from crawler.page.pager_words import CALLED, in_call
from crawler.page.walk import whole
from crawler.page.words import PAGE_LINKS

_MOST_PARTS = 500
_LONGEST_LABEL = 100
_IN_NAME = re.compile(r"[\w-]")
_NUMBERED = re.compile(r"^\W*第?\s*(\d{1,3})\s*页?\W*$|^\W*(?:下一?页|后一?页|next)\W*$", re.IGNORECASE)
_TAIL = re.compile(r"^(.*[-_])(\d{1,3})$")


def further_pages(page: Page, url: str) -> list[str]:
    """The addresses of pages 2, 3, … that ``page``, one of the pages of the article at ``url``, names; in order."""
    parts = urlsplit(url)
    stem, dot, ending = parts.path.rpartition("/")[2].rpartition(".")
    if not dot:
        stem, ending = ending, ""
    if page.partial:
        if not _may_go_on(page, stem):
            return []
        page = whole(page)
    said = in_call(page.text)
    if stem and said.stem == stem and said.pages is not None and said.pages <= _MOST_PARTS:
        shift = -1 if said.current == 0 else 0
        return [urljoin(url, f"{stem}_{n + shift}{dot}{ending}") for n in range(2, said.pages + 1)]
    named = _in_markup(page, stem, f".{ending}" if dot else "") if stem else []
    if named:
        shift = _shift(page, stem)
        return [urljoin(url, f"{stem}_{n + shift}{dot}{ending}") for n in range(2, max(named) - shift + 1)]
    return _sibling_pages(page, url)


def _may_go_on(page: Page, stem: str) -> bool:
    """Whether a page, only parts of which were walked, has anything that further pages are told by."""
    if CALLED.search(page.text) or (stem and f"{stem}_" in page.text):
        return True
    links = ("".join(map(str, node.itertext())) if len(node) else node.text for node in page.root.iter("a"))
    return any(text and len(text) <= _LONGEST_LABEL and _NUMBERED.match(text) for text in links)


def _in_markup(page: Page, stem: str, ending: str) -> list[int]:
    """The numbers behind the article's name, in links and scripts alike: 1234_2.jhtml, 1234_3.jhtml."""
    name, text = f"{stem}_", page.text
    if name not in text:
        return []
    # What stands in front is looked at afterwards: asked for first, it is asked at every character of the page.
    named = re.finditer(rf"{re.escape(name)}(\d{{1,3}}){re.escape(ending)}(?![\w.])", text)
    found = [int(match[1]) for match in named if not _IN_NAME.match(text[max(match.start() - 1, 0) : match.start()])]
    return [number for number in found if number <= _MOST_PARTS]


def _shift(page: Page, stem: str) -> int:
    """-1 where the link to page 2 leads to ``stem_1``, as TRS counts; else 0."""
    for anchor in page.anchors:
        found = re.search(rf"{re.escape(stem)}_(\d+)\.", f"{anchor.href} {anchor.script}")
        label = _NUMBERED.match(anchor.text)
        if found and label:
            # 下一页 leads to page 2, for it is read off page 1 first.
            return -1 if int(found[1]) == int(label[1] or 2) - 1 else 0
    return 0


def _sibling_pages(page: Page, url: str) -> list[str]:
    """Pages whose address has another last number than the article's (show-3-45-1.html), or a page parameter."""
    numbered = [one for one in page.anchors if len(one.text) <= _LONGEST_LABEL and _NUMBERED.match(one.text)]
    if not numbered or not any(PAGE_LINKS.match(line.text) for line in page.lines):
        return []
    own, key, found = dict(_splits(url)), article_key(url), {}
    for anchor in numbered:
        address = target(page, anchor)
        if address is None or host_of(address) != host_of(url):
            continue
        for name, number in _splits(address):
            same = name in own or (key is not None and "?" in key and article_key(address) == key)
            if same and number is not None and 1 < number <= _MOST_PARTS:
                found[number] = address
    return [found[number] for number in sorted(found)]


def _splits(url: str) -> list[tuple[str, int | None]]:
    """An address without the number that may be its page's, and that number: a parameter's, or the last of its name."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query)
    numbers = [int(value) for name, value in query if is_page_parameter(name) and value.isdigit()]
    kept = urlencode(sorted((name, value) for name, value in query if not is_idle_parameter(name, value)))
    path = plain_path(parts.path)
    base, dot, ending = path.rpartition(".")
    splits: list[tuple[str, int | None]] = [(f"{path}?{kept}", numbers[0] if numbers else None)]
    if not numbers and (match := _TAIL.match(base if dot else path)):
        # show-3-45-1.html has siblings; d345-2.html is a page of d345.html.
        splits.append((f"{match[1]}*{dot}{ending}?{kept}", int(match[2])))
        splits.append((f"{match[1][:-1]}{dot}{ending}?{kept}", int(match[2])))
    return splits
