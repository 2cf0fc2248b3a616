"""The title line: the anchor of everything else on an article page.

Related-news lists repeat titles, and so do breadcrumbs; the title is the one that a line of date or source follows.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from crawler.page import words
from crawler.page.dates import normal, printed_dates
from crawler.page.model import Line, Page

LONGEST_TITLE = 300  # characters
_QUOTES = str.maketrans("“”‘’「」『』", '""\'\'""""')
_SUFFIX = re.compile(r"\s*[-_—|–丨>«»]+\s*")
_HEAD = re.compile(rf"\W{{0,3}}(?:(?:发布|发表|更新)?(?:日期|时间)|{words.SOURCE_LABEL})\s*[:：]")
_SOURCE_LABEL = re.compile(rf"{words.SOURCE_LABEL}\s*[:：]")


@dataclass(frozen=True, slots=True)
class TitleLine:
    """Lines ``at`` to ``last`` (exclusive) are the title; ``rule`` says by what it was recognised."""

    at: int
    last: int
    text: str
    rule: str


@lru_cache(maxsize=4096)  # navigation, sidebar and footer repeat on every page
def folded(text: str) -> str:
    """``text`` for comparing: NFKC, no white space, one kind of quotes."""
    return "".join(unicodedata.normalize("NFKC", text.translate(_QUOTES)).split())


def uncut(title: str) -> str:
    """``title`` without the dots a list puts where it cuts one; unchanged where it isn't cut."""
    if title.endswith(("…", "..")):
        return title.rstrip("….")
    return title


def same_title(full: str, listed: str) -> bool:
    """Whether a list title names ``full``, be it cut with … or printed whole."""
    full, wanted = folded(full), folded(listed)
    cut = uncut(wanted)
    return full == wanted or (cut != wanted and len(cut) >= 4 and full.startswith(cut))


def title_line(page: Page, list_title: str | None = None) -> TitleLine | None:
    """Find the title by the list's title, meta tags, what begins ``<title>``, the line above the head, or a heading."""
    wanted = [("list_title", list_title)] if list_title else []
    told = [page.meta[name] for name in ("articletitle", "og:title") if page.meta.get(name)]
    wanted += [("meta", text) for text in told]
    longest = _longest([page.title, *(text for _, text in wanted)])
    keys = [folded(line.text) if len(line.text) <= longest else "" for line in page.lines]
    wholes = folded("|".join([page.title, *told]))
    best: tuple[float, TitleLine] | None = None
    for rule, text in wanted:
        for at, last in _matches(page, keys, text, wholes):
            score = _closeness(page, last)
            if best is None or score > best[0]:
                best = (score, TitleLine(at, last, _joined(page.lines[at:last]), rule))
        # What the list calls it needs no date behind it; a link is no title.
        if best is not None and (best[0] > 0 or (rule == "list_title" and best[0] >= 0)):
            return best[1]
    found = _begins_head_title(page, keys)
    if found is None and best is not None:
        found = best[1]
    return found or _above_head(page) or _heading(page)


def chosen_title(page: Page) -> TitleLine | None:
    """The title in the element that the site file's selector has chosen; None where there is no title in it."""
    for number in page.chosen.get("title", ()):
        block = page.blocks[number]
        text = _joined(page.lines[block.start : block.end]) if block.end > block.start else ""
        if 2 <= len(text) <= LONGEST_TITLE:
            return TitleLine(block.start, block.end, text, "selector")
    return None


def _longest(texts: list[str]) -> int:
    """How long a line may be that is one of ``texts``: folding drops white space, and few signs become several."""
    cut = any(uncut(key) != key for key in map(folded, texts))
    return LONGEST_TITLE if cut else min(LONGEST_TITLE, 2 * max(map(len, texts)) + 20)


def _matches(page: Page, keys: list[str], text: str, wholes: str) -> list[tuple[int, int]]:
    """Runs of one to three lines that are ``text``, or begin with it where it is cut.

    Titles are broken over lines: a cut title's run goes on while ``<title>`` or a meta tag (``wholes``) holds the next
    line right behind it, and to the end of a heading's element.
    """
    wanted = folded(text)
    cut = uncut(wanted)
    is_cut = cut != wanted and len(cut) >= 4
    runs = []
    for at, key in enumerate(keys):
        if not key or not (cut if is_cut else wanted).startswith(key[: len(cut)]):
            continue
        joined = ""
        for last in range(at, min(at + 3, len(keys))):
            joined += keys[last]
            if joined == wanted or (is_cut and joined.startswith(cut)):
                past = last + 1
                while is_cut and past < min(at + 3, len(keys)) and keys[past]:
                    if joined + keys[past] not in wholes and not _same_heading(page, at, past):
                        break
                    joined += keys[past]
                    past += 1
                runs.append((at, past))
                break
            if not wanted.startswith(joined):
                break
    return runs


def _same_heading(page: Page, at: int, past: int) -> bool:
    """Whether lines ``at`` and ``past`` stand in one element that holds a few short lines and nothing else."""
    block = page.blocks[page.lines[at].block]
    return block.start <= at and past < block.end <= block.start + 3 and page.lines[past].block == page.lines[at].block


def _begins_head_title(page: Page, keys: list[str]) -> TitleLine | None:
    """The longest line that stands in ``<title>``, at its beginning or as one of its parts."""
    title = folded(page.title)
    parts = {folded(part) for part in _SUFFIX.split(page.title)}
    best: tuple[float, int, int] | None = None
    for at, key in enumerate(keys):
        if len(key) < 4 and not (key in parts and len(key) > 1 and _closeness(page, at + 1) > 1):
            continue
        if not (title.startswith(key) or key in parts or (len(key) > 10 and key in title)):
            continue
        last = at + 1
        joined = key
        while last < len(keys) and last < at + 3 and keys[last] and title.startswith(joined + keys[last]):
            joined += keys[last]
            last += 1
        score = len(joined) + _closeness(page, last) * 6
        if page.lines[at].linked >= len(key):
            score -= 20
        if best is None or score > best[0]:
            best = (score, at, last)
    if best is None:
        return None
    _, at, last = best
    return TitleLine(at, last, _joined(page.lines[at:last]), "head_title")


def _above_head(page: Page) -> TitleLine | None:
    """The line right above 发布时间：… or 来源：…, where it stands alone and is no link."""
    for at, line in enumerate(page.lines):
        if not _HEAD.match(line.text) or len(line.text) > 100:
            continue
        title = page.lines[at - 1] if at else line
        if 6 <= len(title.text) <= 100 and not title.linked and not _HEAD.search(title.text):
            return TitleLine(at - 1, at, title.text, "above_head")
        break
    return None


def _heading(page: Page) -> TitleLine | None:
    """The longest heading that is no link."""
    headings = [
        at
        for at, line in enumerate(page.lines)
        if line.tag in {"h1", "h2", "h3", "h4", "h5"} and not line.linked and 8 <= len(line.text) <= 120
    ]
    at = max(headings, key=lambda n: len(page.lines[n].text), default=None)
    return None if at is None else TitleLine(at, at + 1, page.lines[at].text, "heading")


def _closeness(page: Page, last: int) -> float:
    """How near behind line ``last`` a date or source follows: 2 next, falling to 0; -1 for a link without one."""
    for distance, line in enumerate(page.lines[last : last + 8]):
        if len(line.text) < 120 and line.linked < len(line.text) / 2:
            text = normal(line.spaced)
            dated = next(printed_dates(text), None)
            if dated is not None or _SOURCE_LABEL.search(line.text):
                return 2 - distance / 4
    return -1 if page.lines[last - 1].linked else 0


def _joined(lines: list[Line]) -> str:
    """Lines as one title: nothing between Chinese characters, a space elsewhere."""
    text = lines[0].text
    for line in lines[1:]:
        glue = "" if ord(text[-1]) > 0x2E80 or ord(line.text[0]) > 0x2E80 else " "
        text += glue + line.text
    return text
